package dev.lamina.regularizers;

import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.ReductionFunction;
import dev.lamina.ir.ops.UnaryFunction;

/** Sums over all elements of a weight, times a factor. */
final class Sums {
  private Sums() {}

  /** {@code factor sum(|w|)}. */
  static Value ofMagnitudes(GraphBuilder graph, Value weight, double factor) {
    return of(graph, graph.unary(UnaryFunction.ABS, weight), factor);
  }

  /** {@code factor sum(w^2)}. */
  static Value ofSquares(GraphBuilder graph, Value weight, double factor) {
    return of(graph, graph.unary(UnaryFunction.SQUARE, weight), factor);
  }

  private static Value of(GraphBuilder graph, Value elements, double factor) {
    return graph.linear(graph.reduceAll(ReductionFunction.SUM, elements), factor, 0);
  }
}
