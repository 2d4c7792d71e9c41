package dev.lamina.benchmarks.bench;

import static java.util.stream.Collectors.joining;

import dev.lamina.ir.Node;
import dev.lamina.ir.Op;
import dev.lamina.plan.PlanStep;
import java.util.Optional;

/** What a planned step has to do: multiplications and additions. */
final class StepArithmetic {
  private StepArithmetic() {}

  /** Two for each multiply-add of convolutions and dense products; 0 for all else. */
  static double flops(PlanStep step) {
    return step.nodes().stream()
        .map(Node::multiplyAdds)
        .flatMap(Optional::stream)
        .filter(op -> !op.isElementwise())
        .mapToDouble(op -> 2.0 * op.count())
        .sum();
  }

  /** The ops without their attributes; what is none by its name. */
  static String kind(PlanStep step) {
    return step.nodes().isEmpty()
        ? step.op()
        : step.nodes().stream().map(node -> kind(node.op())).collect(joining(" > "));
  }

  private static String kind(Op op) {
    return op.getClass().getSimpleName();
  }
}
