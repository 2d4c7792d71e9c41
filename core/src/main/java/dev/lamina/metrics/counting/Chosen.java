package dev.lamina.metrics.counting;

import dev.lamina.ShapeException;
import dev.lamina.config.Arguments;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.BinaryFunction;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.ReductionFunction;
import dev.lamina.losses.PerSample;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which predictions precision and recall take for yes. */
public final class Chosen {
  private Chosen() {}

  public static void require(
      @Nullable Double threshold, @Nullable Integer topK, @Nullable Integer classId) {
    Threshold.require(threshold);
    if (topK != null) {
      Arguments.positive("topK", topK);
    }
    if (classId != null && classId < 0) {
      throw new IllegalArgumentException("classId must be >= 0, received " + classId);
    }
  }

  public static @Nullable Integer read(ConfigReader config, String name) {
    return config.has(name) ? config.integer(name) : null;
  }

  public static Decisions decide(
      GraphBuilder graph,
      Value target,
      Value prediction,
      @Nullable Value weight,
      @Nullable Double threshold,
      @Nullable Integer topK,
      @Nullable Integer classId) {
    Shape shape = prediction.shape();
    if ((topK != null || classId != null) && shape.rank() < 2) {
      throw new ShapeException(
          "received predictions of shape %s, expected (batch, ..., classes) for top_k or class_id"
              .formatted(shape));
    }
    Value y = PerSample.target(graph, target, shape);
    Value yes;
    if (topK == null) {
      Value limit = graph.scalar(threshold == null ? 0.5 : threshold);
      yes = graph.binary(BinaryFunction.GREATER, prediction, limit);
    } else {
      yes = amongLargest(graph, prediction, topK);
      if (threshold != null) {
        Value limit = graph.scalar(threshold);
        yes = graph.times(yes, graph.binary(BinaryFunction.GREATER, prediction, limit));
      }
    }
    if (classId != null) {
      y = ofClass(graph, y, classId);
      yes = ofClass(graph, yes, classId);
    }
    return Decisions.of(graph, y, yes, weight);
  }

  /**
   * 1 for the {@code k} largest along the last axis, the first of equals: those before which fewer
   * than {@code k} others come. It takes the square of the number of classes in memory.
   */
  private static Value amongLargest(GraphBuilder graph, Value x, int k) {
    int classes = x.shape().dim(-1);
    if (k > classes) {
      throw new ShapeException(
          "top_k=%d of predictions of shape %s; expected at most %d"
              .formatted(k, x.shape(), classes));
    }
    int rows = x.shape().size() / classes;
    Value own = graph.reshape(x, Shape.of(rows, classes, 1));
    Value other = graph.reshape(x, Shape.of(rows, 1, classes));
    Value index = Vectors.upTo(graph, classes);
    Value earlier =
        graph.binary(BinaryFunction.GREATER, graph.reshape(index, Shape.of(1, classes, 1)), index);
    Value equal = graph.times(graph.binary(BinaryFunction.EQUAL, own, other), earlier);
    Value before = graph.plus(graph.binary(BinaryFunction.GREATER, other, own), equal);
    Value rank = graph.reduce(ReductionFunction.SUM, before, List.of(2), false);
    return graph.reshape(graph.binary(BinaryFunction.GREATER, graph.scalar(k), rank), x.shape());
  }

  /** The numbers of one class: {@code (N, ..., C) -> (N, ..., 1)}. */
  public static Value ofClass(GraphBuilder graph, Value values, int classId) {
    Shape shape = values.shape();
    if (classId >= shape.dim(-1)) {
      throw new ShapeException(
          "class_id=%d of an output of shape %s; expected below %d"
              .formatted(classId, shape, shape.dim(-1)));
    }
    List<Integer> begin = new ArrayList<>();
    for (int axis = 0; axis < shape.rank() - 1; axis++) {
      begin.add(0);
    }
    begin.add(classId);
    return graph.slice(values, begin, shape.with(-1, 1));
  }
}
