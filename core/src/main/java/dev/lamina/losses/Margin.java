package dev.lamina.losses;

import dev.lamina.ir.Value;
import dev.lamina.ir.ops.BinaryFunction;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.ReductionFunction;
import dev.lamina.ir.ops.UnaryFunction;

/** What the hinge losses share. */
final class Margin {
  private Margin() {}

  /** {@code max(1 - y p, 0)}; 0 stands for -1 where all targets are 0 or 1. */
  static Value missing(GraphBuilder graph, Value target, Value prediction) {
    Value given = PerSample.target(graph, target, prediction.shape());
    Value zero = graph.binary(BinaryFunction.EQUAL, given, graph.scalar(0));
    Value one = graph.binary(BinaryFunction.EQUAL, given, graph.scalar(1));
    Value other = graph.linear(graph.plus(zero, one), -1, 1);
    Value binary = graph.linear(graph.reduceAll(ReductionFunction.MAX, other), -1, 1);
    // y + (y - 1) where binary: 2 y - 1.
    Value y = graph.plus(given, graph.times(graph.linear(given, 1, -1), binary));
    return graph.unary(UnaryFunction.RELU, graph.linear(graph.times(y, prediction), -1, 1));
  }
}
