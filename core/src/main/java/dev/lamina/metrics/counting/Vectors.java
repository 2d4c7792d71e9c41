package dev.lamina.metrics.counting;

import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.BinaryFunction;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;
import java.util.ArrayList;
import java.util.List;

/** Constant vectors, of which graphs have only those of equal elements. */
public final class Vectors {
  private Vectors() {}

  /** The vector {@code 0, 1, ..., size - 1}, doubled until it is long enough. */
  public static Value upTo(GraphBuilder graph, int size) {
    Value counted = graph.fill(Shape.of(1), 0);
    for (int length = 1; length < size; length *= 2) {
      counted = graph.concatenate(0, List.of(counted, graph.linear(counted, 1, length)));
    }
    return graph.slice(counted, List.of(0), Shape.of(size));
  }

  /** A vector of these elements. */
  public static Value of(GraphBuilder graph, List<Double> elements) {
    List<Value> parts = new ArrayList<>();
    elements.forEach(element -> parts.add(graph.fill(Shape.of(1), element)));
    return graph.concatenate(0, parts);
  }

  /**
   * Which of {@code (M, 1)} are above which of so many even thresholds from 0 to 1: {@code (M,
   * thresholds)}. As Keras compares: by the number of their distances.
   *
   * @param first whether all are above the first threshold: it becomes -1, which is below whatever
   *     is clipped
   */
  public static Value aboveEven(GraphBuilder graph, Value p, int thresholds, boolean first) {
    Value clipped = graph.add(Unary.of(UnaryFunction.CLIP, 0, 1), p);
    Value scaled = graph.linear(clipped, thresholds - 1, 0);
    Value index = upTo(graph, thresholds);
    if (!first) {
      return graph.binary(BinaryFunction.GREATER, scaled, index);
    }
    Value isFirst = graph.binary(BinaryFunction.EQUAL, index, graph.scalar(0));
    return graph.binary(BinaryFunction.GREATER, scaled, graph.minus(index, isFirst));
  }
}
