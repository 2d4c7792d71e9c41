package dev.lamina.metrics.counting;

import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
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
}
