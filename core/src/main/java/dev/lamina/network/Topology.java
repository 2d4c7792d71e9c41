package dev.lamina.network;

import dev.lamina.ir.Shape;
import dev.lamina.layers.DTypePolicy;
import dev.lamina.layers.Input;
import dev.lamina.layers.Layer;
import dev.lamina.layers.LayerCopies;
import dev.lamina.layers.LayerIdentity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A model's structure: which layers are called, in order, on what. Tensors are counted: first the
 * inputs, then what the calls give, in order.
 *
 * @param inputs what is fed
 * @param layers each layer once, in the order in which Keras has them
 * @param calls in an order in which they can be made
 * @param outputs the tensors that are the results
 */
public record Topology(
    List<Port> inputs, List<NamedLayer> layers, List<LayerCall> calls, List<Port> outputs) {
  public Topology {
    inputs = List.copyOf(inputs);
    layers = List.copyOf(layers);
    calls = List.copyOf(calls);
    outputs = List.copyOf(outputs);
  }

  /**
   * An input or an output.
   *
   * @param name of the layer that it comes from; unique among inputs and among outputs
   * @param shape of one sample
   * @param tensor which of the tensors it is
   */
  public record Port(String name, Shape shape, int tensor) {}

  /**
   * A layer.
   *
   * @param name unique in the model, and the start of the layer's weights' names
   */
  public record NamedLayer(String name, Layer layer) {}

  /** The same structure, in which layers without a policy of their own compute in these numbers. */
  public Topology withPolicy(DTypePolicy policy) {
    List<LayerCall> changed = new ArrayList<>();
    for (LayerCall call : calls) {
      Layer layer = withPolicy(call.layer(), policy);
      changed.add(new LayerCall(layer, call.name(), call.inputs(), call.inference()));
    }
    List<NamedLayer> same = new ArrayList<>();
    for (NamedLayer each : layers) {
      same.add(new NamedLayer(each.name(), withPolicy(each.layer(), policy)));
    }
    return new Topology(inputs, same, changed, outputs);
  }

  /** A layer, computing in these numbers if it has no policy of its own. */
  public static Layer withPolicy(Layer layer, DTypePolicy policy) {
    if (layer instanceof NestedNetwork nested) {
      return nested.withTopology(nested.topology().withPolicy(policy));
    }
    boolean isOpen = layer.dtypePolicy() == null && !(layer instanceof Input);
    return isOpen ? LayerCopies.withPolicy(layer, policy) : layer;
  }

  /** Whether each layer reads what the one before gives, and nothing else. */
  public boolean isStack() {
    boolean isStack = inputs.size() == 1 && outputs.size() == 1 && layers.size() == calls.size();
    for (int i = 0; i < calls.size(); i++) {
      isStack &= calls.get(i).inputs().equals(List.of(i));
    }
    return isStack && outputs.get(0).tensor() == calls.size();
  }

  /** The shapes of one sample of all tensors. */
  public List<Shape> shapes() {
    List<Shape> shapes = new ArrayList<>();
    inputs.forEach(port -> shapes.add(port.shape()));
    for (LayerCall call : calls) {
      shapes.addAll(call.layer().outputShapes(call.inputs().stream().map(shapes::get).toList()));
    }
    return shapes;
  }

  /** The name of the input or the layer that gives a tensor. */
  public String giver(int tensor) {
    int first = inputs.size();
    if (tensor < first) {
      return inputs.get(tensor).name();
    }
    for (LayerCall call : calls) {
      first += call.outputs();
      if (tensor < first) {
        return call.name();
      }
    }
    throw new IndexOutOfBoundsException("there is no tensor " + tensor);
  }

  /**
   * The same structure without nested models: their layers come in their place, under the model's
   * name, a slash and their own.
   */
  public Topology flat() {
    Flattening flattening = new Flattening();
    List<Integer> tensors = new ArrayList<>();
    inputs.forEach(port -> tensors.add(flattening.input()));
    flattening.add(this, "", false, tensors);
    List<Port> ends = new ArrayList<>();
    for (Port port : outputs) {
      ends.add(new Port(port.name(), port.shape(), tensors.get(port.tensor())));
    }
    return new Topology(inputs, flattening.layers, flattening.calls, ends);
  }

  /** Calls that are put one behind another. */
  private static final class Flattening {
    final List<NamedLayer> layers = new ArrayList<>();
    final List<LayerCall> calls = new ArrayList<>();
    private final Set<String> named = new HashSet<>();
    private int count;

    int input() {
      return count++;
    }

    /**
     * Adds a topology's calls.
     *
     * @param tensors where its inputs are; what its calls give is added
     */
    void add(Topology topology, String path, boolean inference, List<Integer> tensors) {
      for (LayerCall call : topology.calls()) {
        List<Integer> read = call.inputs().stream().map(tensors::get).toList();
        boolean inInference = inference || call.inference();
        String name = path + call.name();
        if (call.layer() instanceof NestedNetwork nested) {
          List<Integer> inner = new ArrayList<>(read);
          add(nested.topology(), name + "/", inInference, inner);
          nested.topology().outputs().forEach(port -> tensors.add(inner.get(port.tensor())));
        } else {
          calls.add(new LayerCall(call.layer(), name, read, inInference));
          if (named.add(name)) {
            layers.add(new NamedLayer(name, call.layer()));
          }
          tensors.add(count++);
        }
      }
    }
  }

  /** All layers that compute, those of nested models too, each once. */
  public List<Layer> allLayers() {
    List<Layer> all = new ArrayList<>();
    addLayers(all, new HashSet<>());
    return all;
  }

  private void addLayers(List<Layer> to, Set<LayerIdentity> seen) {
    for (NamedLayer each : layers) {
      if (each.layer() instanceof NestedNetwork nested) {
        nested.topology().addLayers(to, seen);
      } else if (seen.add(each.layer().identity())) {
        to.add(each.layer());
      }
    }
  }

  /** The identities of the layers whose weights the optimizer leaves alone. */
  public Set<LayerIdentity> frozen() {
    Set<LayerIdentity> frozen = new HashSet<>();
    for (Layer layer : allLayers()) {
      if (!layer.isTrainable()) {
        frozen.add(layer.identity());
      }
    }
    return frozen;
  }
}
