package dev.lamina.benchmarks.bench;

import static java.util.stream.Collectors.joining;

import dev.lamina.ir.Node;
import dev.lamina.ir.Op;
import dev.lamina.ir.Shape;
import dev.lamina.plan.PlanStep;

/** What a planned step has to do: multiplications and additions. */
final class StepArithmetic {
  private StepArithmetic() {}

  /** Two for each multiply-add of convolutions and dense products; 0 for all else. */
  static double flops(PlanStep step) {
    return step.nodes().stream().mapToDouble(StepArithmetic::flops).sum();
  }

  private static double flops(Node node) {
    return switch (kind(node.op())) {
      case "Conv2d" -> 2.0 * in(node, 1).sizeFrom(0) / in(node, 1).dim(3) * out(node).size();
      case "Conv2dInputGrad" -> 2.0 * in(node, 0).size() / in(node, 0).dim(3) * in(node, 1).size();
      case "Conv2dFilterGrad" -> 2.0 * out(node).size() / out(node).dim(3) * in(node, 1).size();
      case "InnerProduct" -> 2.0 * in(node, 1).size() * in(node, 0).dim(0);
      case "InnerProductInputGrad" -> 2.0 * in(node, 0).size() * in(node, 1).dim(0);
      case "InnerProductFilterGrad" -> 2.0 * out(node).size() * in(node, 0).dim(0);
      default -> 0;
    };
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

  private static Shape in(Node node, int input) {
    return node.inputs().get(input).shape();
  }

  private static Shape out(Node node) {
    return node.output().shape();
  }
}
