package dev.lamina.layers.normalization;

import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.ReductionFunction;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;
import java.util.List;

/**
 * Numbers less their mean, and what they are to be multiplied with for a variance of 1.
 *
 * @param inverse {@code 1 / sqrt(variance + epsilon)}, of size 1 along the axes
 */
record Moments(Value centered, Value inverse) {
  /** Over these axes of {@code x}, in float32. */
  static Moments of(GraphBuilder graph, Value x, List<Integer> axes, double epsilon) {
    Value mean = graph.reduce(ReductionFunction.MEAN, x, axes, true);
    Value centered = graph.minus(x, mean);
    return new Moments(centered, inverseRoot(graph, centered, axes, epsilon));
  }

  /** {@code 1 / sqrt(mean(x^2) + epsilon)}. */
  static Value inverseRoot(GraphBuilder graph, Value x, List<Integer> axes, double epsilon) {
    Value squares = graph.unary(UnaryFunction.SQUARE, x);
    Value mean = graph.reduce(ReductionFunction.MEAN, squares, axes, true);
    return root(graph, graph.linear(mean, 1, epsilon));
  }

  /** {@code 1 / sqrt(x)}. */
  static Value root(GraphBuilder graph, Value x) {
    return graph.add(Unary.of(UnaryFunction.POW, 1, -0.5), x);
  }
}
