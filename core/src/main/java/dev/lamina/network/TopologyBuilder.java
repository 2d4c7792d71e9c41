package dev.lamina.network;

import dev.lamina.LaminaException;
import dev.lamina.layers.Call;
import dev.lamina.layers.Input;
import dev.lamina.layers.Layer;
import dev.lamina.layers.LayerIdentity;
import dev.lamina.layers.SymbolicTensor;
import dev.lamina.network.Topology.NamedLayer;
import dev.lamina.network.Topology.Port;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Makes a topology of what lies between symbolic tensors.
 *
 * <p>Layers and calls come in the order of Keras ({@code keras/src/ops/function.py}, {@code
 * map_graph}), which decides the order of weights in files: by depth, which is the number of calls
 * between a call and the last output, and in one depth by the order of a walk from the outputs.
 */
public final class TopologyBuilder {
  private final List<SymbolicTensor> inputs;
  private final List<SymbolicTensor> outputs;
  private final List<Call> finished = new ArrayList<>(); // each behind those that it needs
  private final Set<Call> visited = new HashSet<>();
  private final Map<LayerIdentity, Integer> seenAt = new HashMap<>();
  private final Map<LayerIdentity, Integer> depths = new LinkedHashMap<>();
  private final Map<Call, Integer> callDepths = new LinkedHashMap<>();

  private TopologyBuilder(List<SymbolicTensor> inputs, List<SymbolicTensor> outputs) {
    this.inputs = inputs;
    this.outputs = outputs;
  }

  /**
   * The calls that lead from some tensors to others.
   *
   * @param inputs inputs of a model, or tensors in the middle of one
   * @throws LaminaException if an output depends on an input that is not among these, or two layers
   *     have one name
   */
  public static Topology of(List<SymbolicTensor> inputs, List<SymbolicTensor> outputs) {
    requireDistinct(inputs);
    if (outputs.isEmpty()) {
      throw new LaminaException("a model needs at least one output");
    }
    return new TopologyBuilder(inputs, outputs).build();
  }

  private static void requireDistinct(List<SymbolicTensor> inputs) {
    if (inputs.isEmpty()) {
      throw new LaminaException("a model needs at least one input");
    }
    if (new HashSet<>(inputs).size() < inputs.size()) {
      throw new LaminaException("an input is given twice: " + inputs);
    }
  }

  private Topology build() {
    outputs.forEach(output -> walk(output));
    findDepths();
    List<Call> calls = calls();
    List<Layer> standIns = inputs.stream().map(TopologyBuilder::inputLayer).toList();
    List<Layer> named = new ArrayList<>(standIns);
    calls.stream()
        .sorted(Comparator.comparingLong(Call::number))
        .forEach(c -> named.add(c.layer()));
    LayerNames names = new LayerNames(named);

    Map<SymbolicTensor, Integer> tensors = new HashMap<>();
    List<Port> in = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      in.add(new Port(names.of(standIns.get(i)), inputs.get(i).shape(), i));
      tensors.put(inputs.get(i), i);
    }
    List<LayerCall> made = new ArrayList<>();
    for (Call call : calls) {
      List<Integer> read = new ArrayList<>();
      for (SymbolicTensor input : call.inputs()) {
        read.add(Objects.requireNonNull(tensors.get(input)));
      }
      made.add(new LayerCall(call.layer(), names.of(call.layer()), read, call.isInference()));
      for (SymbolicTensor output : call.outputs()) {
        tensors.putIfAbsent(
            output, inputs.size() + count(made) - call.outputs().size() + output.index());
      }
    }
    return new Topology(in, layers(calls, names), made, outputPorts(tensors, names, standIns));
  }

  private static int count(List<LayerCall> calls) {
    return calls.stream().mapToInt(LayerCall::outputs).sum();
  }

  /** The layer that stands for an input: its own, or a new one for a tensor inside a model. */
  private static Layer inputLayer(SymbolicTensor input) {
    Layer layer = input.call().layer();
    return layer instanceof Input ? layer : new Input(input.shape());
  }

  private List<Port> outputPorts(
      Map<SymbolicTensor, Integer> tensors, LayerNames names, List<Layer> standIns) {
    Set<String> taken = new HashSet<>();
    List<Port> ports = new ArrayList<>();
    for (SymbolicTensor output : outputs) {
      int tensor = Objects.requireNonNull(tensors.get(output));
      Layer layer = tensor < standIns.size() ? standIns.get(tensor) : output.call().layer();
      String name = names.of(layer);
      int count = 1;
      while (!taken.add(name)) {
        name = names.of(layer) + "_" + count++;
      }
      ports.add(new Port(name, output.shape(), tensor));
    }
    return ports;
  }

  /** Goes back from a tensor to the inputs, without recursion: networks may be deep. */
  private void walk(SymbolicTensor output) {
    List<Visit> stack = new ArrayList<>();
    enter(output, stack);
    while (!stack.isEmpty()) {
      Visit visit = stack.get(stack.size() - 1);
      if (visit.next < visit.call.inputs().size()) {
        enter(visit.call.inputs().get(visit.next++), stack);
      } else {
        stack.remove(stack.size() - 1);
        finished.add(visit.call);
      }
    }
  }

  /** A call that is being walked through. */
  private static final class Visit {
    final Call call;
    int next;

    Visit(Call call) {
      this.call = call;
    }
  }

  private void enter(SymbolicTensor tensor, List<Visit> stack) {
    if (inputs.contains(tensor)) {
      return;
    }
    Call call = tensor.call();
    if (call.layer() instanceof Input) {
      throw new LaminaException(
          "the outputs need the input %s, which is not among the model's inputs %s"
              .formatted(tensor, inputs));
    }
    if (visited.add(call)) {
      seenAt.putIfAbsent(call.layer().identity(), seenAt.size());
      stack.add(new Visit(call));
    }
  }

  private void findDepths() {
    for (int i = finished.size() - 1; i >= 0; i--) {
      Call call = finished.get(i);
      LayerIdentity layer = call.layer().identity();
      int depth = Math.max(callDepths.getOrDefault(call, 0), depths.getOrDefault(layer, 0));
      depths.put(layer, depth);
      callDepths.put(call, depth);
      for (Call before :
          new LinkedHashSet<>(call.inputs().stream().map(SymbolicTensor::call).toList())) {
        if (visited.contains(before)) {
          callDepths.merge(before, depth + 1, Math::max);
        }
      }
    }
  }

  /** The calls from the deepest on; in one depth in the order in which they were met. */
  private List<Call> calls() {
    List<Call> calls = new ArrayList<>(callDepths.keySet());
    calls.sort(Comparator.comparingInt((Call call) -> callDepths.getOrDefault(call, 0)).reversed());
    return calls;
  }

  private List<NamedLayer> layers(List<Call> calls, LayerNames names) {
    Map<LayerIdentity, Layer> layers = new LinkedHashMap<>();
    calls.forEach(call -> layers.putIfAbsent(call.layer().identity(), call.layer()));
    List<LayerIdentity> order = new ArrayList<>(layers.keySet());
    order.sort(
        Comparator.comparingInt((LayerIdentity layer) -> depths.getOrDefault(layer, 0))
            .reversed()
            .thenComparingInt(layer -> seenAt.getOrDefault(layer, 0)));
    return order.stream()
        .map(layers::get)
        .map(layer -> new NamedLayer(names.of(layer), layer))
        .toList();
  }
}
