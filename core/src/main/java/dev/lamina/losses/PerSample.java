package dev.lamina.losses;

import dev.lamina.ShapeException;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.ReductionFunction;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What losses and metrics do around their formula.
 *
 * <pre>{@code
 * Value error = graph.minus(prediction, PerSample.target(graph, target, prediction.shape()));
 * return PerSample.mean(graph, graph.unary(UnaryFunction.ABS, error));
 * }</pre>
 */
public final class PerSample {
  private PerSample() {}

  /** The mean over all axes but the batch: {@code (N, ...) -> (N)}. */
  public static Value mean(GraphBuilder graph, Value values) {
    List<Integer> axes = IntStream.range(1, values.shape().rank()).boxed().toList();
    return graph.reduce(ReductionFunction.MEAN, values, axes, false);
  }

  /**
   * The target under the shape {@code expected}; axes of size 1 may be missing or too many.
   *
   * @throws ShapeException if the target has other elements
   */
  public static Value target(GraphBuilder graph, Value target, Shape expected) {
    boolean fits =
        target.shape().rank() > 0
            && target.shape().dim(0) == expected.dim(0)
            && withoutOnes(target.shape()).equals(withoutOnes(expected));
    if (!fits) {
      throw new ShapeException(
          "received targets of shape %s, expected %s to match the model's output"
              .formatted(target.shape(), expected));
    }
    return graph.reshape(target, expected);
  }

  /**
   * Class indices for predictions of shape {@code (N, ..., C)}: {@code (N, ...)}.
   *
   * @throws ShapeException if the target has other elements
   */
  public static Value classTarget(GraphBuilder graph, Value target, Shape prediction) {
    int rank = prediction.rank();
    if (rank < 2) {
      throw new ShapeException(
          "received predictions of shape " + prediction + ", expected (batch, ..., classes)");
    }
    return target(
        graph, target, Shape.of(IntStream.range(0, rank - 1).map(prediction::dim).toArray()));
  }

  /** The sum along the last axis. */
  static Value sumLast(GraphBuilder graph, Value values) {
    return graph.reduce(ReductionFunction.SUM, values, List.of(values.shape().rank() - 1), false);
  }

  /** The mean along the last axis; numbers without one are their own means. */
  static Value meanLast(GraphBuilder graph, Value values) {
    int rank = values.shape().rank();
    return rank < 2
        ? values
        : graph.reduce(ReductionFunction.MEAN, values, List.of(rank - 1), false);
  }

  private static Shape withoutOnes(Shape shape) {
    return Shape.of(
        IntStream.range(1, shape.rank()).map(shape::dim).filter(dim -> dim != 1).toArray());
  }
}
