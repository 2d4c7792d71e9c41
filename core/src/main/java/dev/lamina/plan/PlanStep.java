package dev.lamina.plan;

import dev.lamina.engine.Layout;
import java.util.List;

/**
 * What a plan's step is, for people.
 *
 * @param op the op with its attributes, or {@code reorder}
 * @param kernel the engine's name for what runs
 */
public record PlanStep(String op, String kernel, List<Layout> inputs, List<Layout> outputs) {
  public PlanStep {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** Bytes read and written, each buffer counted once. */
  public long bytes() {
    return inputs.stream().mapToLong(Layout::bytes).sum()
        + outputs.stream().mapToLong(Layout::bytes).sum();
  }
}
