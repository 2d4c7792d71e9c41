package dev.lamina.plan;

import dev.lamina.engine.Kernel;
import dev.lamina.ir.Node;
import java.util.List;

/** A step whose buffers have no addresses yet. */
record PendingStep(
    Kernel kernel, String name, List<Node> nodes, List<Place> inputs, List<Place> outputs) {
  PendingStep {
    nodes = List.copyOf(nodes);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** Only moves one value to another place. */
  static PendingStep move(Kernel kernel, String name, Place source, Place target) {
    return new PendingStep(kernel, name, List.of(), List.of(source), List.of(target));
  }

  /** The same, for people. */
  PlanStep describe() {
    return new PlanStep(
        name,
        kernel.description(),
        nodes,
        inputs.stream().map(Place::layout).toList(),
        outputs.stream().map(Place::layout).toList());
  }
}
