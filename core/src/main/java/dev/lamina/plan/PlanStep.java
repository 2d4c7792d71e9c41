package dev.lamina.plan;

import dev.lamina.engine.Layout;
import dev.lamina.ir.Node;
import java.util.List;

/**
 * What a plan's step is, for people.
 *
 * @param op the op with its attributes, or {@code reorder}; of several that run together, one after
 *     the other with {@code " > "} between
 * @param kernel the engine's name for what runs
 * @param nodes the ops that run; none for a reorder
 */
public record PlanStep(
    String op, String kernel, List<Node> nodes, List<Layout> inputs, List<Layout> outputs) {
  public PlanStep {
    nodes = List.copyOf(nodes);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** Bytes read and written, each buffer counted once. */
  public long bytes() {
    return inputs.stream().mapToLong(Layout::bytes).sum()
        + outputs.stream().mapToLong(Layout::bytes).sum();
  }
}
