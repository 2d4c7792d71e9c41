package dev.lamina.benchmarks.bench;

import dev.lamina.engine.Layout;
import dev.lamina.ir.Shape;
import dev.lamina.plan.PlanStep;

/** What a planned step has to do: multiplications and additions, and bytes to move. */
final class StepArithmetic {
  private StepArithmetic() {}

  /** Two for each multiply-add of convolutions and dense products; 0 for all else. */
  static double flops(PlanStep step) {
    String op = kind(step);
    return switch (op) {
      case "Conv2d" -> 2.0 * shape(step, 1).sizeFrom(0) / shape(step, 1).dim(3) * out(step).size();
      case "Conv2dInputGrad" ->
          2.0 * shape(step, 0).size() / shape(step, 0).dim(3) * shape(step, 1).size();
      case "Conv2dFilterGrad" -> 2.0 * out(step).size() / out(step).dim(3) * shape(step, 1).size();
      case "InnerProduct" -> 2.0 * shape(step, 1).size() * shape(step, 0).dim(0);
      case "InnerProductInputGrad" -> 2.0 * shape(step, 0).size() * shape(step, 1).dim(0);
      case "InnerProductFilterGrad" -> 2.0 * out(step).size() * shape(step, 0).dim(0);
      default -> 0;
    };
  }

  /** The op without its attributes. */
  static String kind(PlanStep step) {
    int end = step.op().indexOf('[');
    return end < 0 ? step.op() : step.op().substring(0, end);
  }

  /** Of all operands and results. */
  static long bytes(PlanStep step) {
    return step.inputs().stream().mapToLong(Layout::bytes).sum()
        + step.outputs().stream().mapToLong(Layout::bytes).sum();
  }

  private static Shape shape(PlanStep step, int input) {
    return step.inputs().get(input).type().shape();
  }

  private static Shape out(PlanStep step) {
    return step.outputs().get(0).type().shape();
  }
}
