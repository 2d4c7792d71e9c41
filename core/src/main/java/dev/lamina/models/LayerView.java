package dev.lamina.models;

import dev.lamina.LaminaException;
import dev.lamina.layers.Call;
import dev.lamina.layers.Layer;
import dev.lamina.layers.SymbolicTensor;
import dev.lamina.network.NestedNetwork;
import dev.lamina.network.Topology;
import dev.lamina.network.Topology.NamedLayer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A layer where it stands in a model: its name there, and the tensors that it reads and gives.
 *
 * <pre>{@code
 * Model features = Model.of(base.input(), base.layer("block5_pool").output());
 * base.layer("block1_conv1").setTrainable(false);
 * }</pre>
 */
public final class LayerView {
  private final NamedLayer named;
  private final List<Call> calls;

  private LayerView(NamedLayer named, List<Call> calls) {
    this.named = named;
    this.calls = calls;
  }

  static LayerView of(Topology topology, String name, List<SymbolicTensor> outputs) {
    for (NamedLayer each : topology.layers()) {
      if (each.name().equals(name)) {
        return new LayerView(each, callsOf(each.layer(), outputs));
      }
    }
    throw new LaminaException(
        "there is no layer \"%s\"; the model has %s"
            .formatted(name, topology.layers().stream().map(NamedLayer::name).toList()));
  }

  private static List<Call> callsOf(Layer layer, List<SymbolicTensor> outputs) {
    Set<Call> seen = new HashSet<>();
    Deque<SymbolicTensor> left = new ArrayDeque<>(outputs);
    List<Call> found = new ArrayList<>();
    while (!left.isEmpty()) {
      Call call = left.pop().call();
      if (seen.add(call)) {
        if (call.layer().identity() == layer.identity()) {
          found.add(call);
        }
        call.inputs().forEach(left::push);
      }
    }
    found.sort(Comparator.comparingLong(Call::number));
    return found;
  }

  static void setTrainable(Layer layer, boolean trainable) {
    if (layer instanceof NestedNetwork nested) {
      nested.topology().allLayers().forEach(inner -> inner.identity().setTrainable(trainable));
    } else {
      layer.identity().setTrainable(trainable);
    }
  }

  /** The layer's name in the model. */
  public String name() {
    return named.name();
  }

  /** The layer itself. */
  public Layer layer() {
    return named.layer();
  }

  /**
   * What the layer gives.
   *
   * @throws LaminaException if it gives several tensors, or is called more than once
   */
  public SymbolicTensor output() {
    List<SymbolicTensor> outputs = outputs();
    if (outputs.size() != 1) {
      throw new LaminaException(
          "the layer \"%s\" gives %d tensors; use outputs()".formatted(name(), outputs.size()));
    }
    return outputs.get(0);
  }

  /** What the layer gives, call by call. */
  public List<SymbolicTensor> outputs() {
    return calls.stream().flatMap(call -> call.outputs().stream()).toList();
  }

  /**
   * What the layer reads.
   *
   * @throws LaminaException if it reads several tensors, or is called more than once
   */
  public SymbolicTensor input() {
    List<SymbolicTensor> inputs = inputs();
    if (inputs.size() != 1) {
      throw new LaminaException(
          "the layer \"%s\" reads %d tensors; use inputs()".formatted(name(), inputs.size()));
    }
    return inputs.get(0);
  }

  /** What the layer reads, call by call. */
  public List<SymbolicTensor> inputs() {
    return calls.stream().flatMap(call -> call.inputs().stream()).toList();
  }

  /**
   * Says whether the optimizer is to change the layer's weights. It counts from the next {@code
   * compile} on, in all models that have this layer.
   */
  public void setTrainable(boolean trainable) {
    setTrainable(named.layer(), trainable);
  }

  /** For people: the name and the layer. */
  @Override
  public String toString() {
    return name() + ": " + layer();
  }
}
