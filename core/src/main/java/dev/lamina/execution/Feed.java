package dev.lamina.execution;

import dev.lamina.datasets.Batch;
import dev.lamina.plan.Plan;
import java.util.List;

/** Which arrays of a batch go to which inputs of a plan. */
record Feed(List<Part> parts) {
  Feed {
    parts = List.copyOf(parts);
  }

  /**
   * One input of a plan.
   *
   * @param name of the plan's input
   * @param array which of the batch's arrays
   * @param size the numbers of one sample
   */
  record Part(String name, int array, int size) {}

  /** Copies a batch's inputs from sample {@code first} on. */
  void writeInputs(Plan plan, Batch batch, int first) {
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      plan.input(part.name).write(batch.inputs(part.array), first * part.size);
    }
  }

  /** As {@link #writeInputs}, of the targets. */
  void writeTargets(Plan plan, Batch batch, int first) {
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      plan.input(part.name).write(batch.targets(part.array), first * part.size);
    }
  }
}
