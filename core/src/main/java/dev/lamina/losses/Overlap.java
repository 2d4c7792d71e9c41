package dev.lamina.losses;

import dev.lamina.ShapeException;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.ReductionFunction;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What Dice and Tversky share: sums over axes, by default over the whole batch, which then has one
 * loss.
 *
 * @param <L> the loss itself
 */
abstract class Overlap<L extends Overlap<L>> extends FluentLoss<L> {
  private @Nullable List<Integer> axis;

  Overlap(String className, String name) {
    super(className, name);
  }

  /**
   * A copy that adds up along these axes, counted with the batch, which is 0; by default along all.
   * {@code axis(1, 2, 3)} gives each image a loss of its own.
   */
  public final L axis(int... axes) {
    if (axes.length == 0) {
      throw new IllegalArgumentException("axis must name an axis, received none");
    }
    L copy = copy();
    ((Overlap<?>) copy).axis = IntStream.of(axes).boxed().toList();
    return copy;
  }

  /** The loss of what was added up. */
  abstract Value loss(GraphBuilder graph, Value y, Value p, List<Integer> axes);

  private Value losses(GraphBuilder graph, Value target, Value prediction) {
    Shape shape = prediction.shape();
    Value y = PerSample.target(graph, target, shape);
    return loss(graph, y, prediction, axes(shape));
  }

  private List<Integer> axes(Shape shape) {
    int rank = shape.rank();
    if (axis == null) {
      return IntStream.range(0, rank).boxed().toList();
    }
    for (int each : axis) {
      if (each < -rank || each >= rank) {
        throw new ShapeException(
            "axis=%s is no axis of predictions of shape %s; choose from 0 to %d"
                .formatted(axis, shape, rank - 1));
      }
    }
    return axis.stream().map(each -> each < 0 ? each + rank : each).distinct().sorted().toList();
  }

  private boolean hasBatch(Shape shape) {
    return axes(shape).contains(0);
  }

  @Override
  protected final Value positions(GraphBuilder graph, Value target, Value prediction) {
    Value losses = losses(graph, target, prediction);
    return hasBatch(prediction.shape()) ? spread(graph, losses, prediction) : losses;
  }

  /** The mean of the batch's losses, once for each sample. */
  private static Value spread(GraphBuilder graph, Value losses, Value prediction) {
    Value mean = graph.reduceAll(ReductionFunction.MEAN, losses);
    Shape batch = Shape.of(prediction.shape().dim(0));
    return graph.broadcast(graph.reshape(mean, Shape.of(1)), batch);
  }

  @Override
  public final Value contributions(
      GraphBuilder graph, Value target, Value prediction, @Nullable Value weight) {
    if (!hasBatch(prediction.shape())) {
      return super.contributions(graph, target, prediction, weight);
    }
    Value losses = losses(graph, target, prediction);
    int count = losses.shape().size();
    if (weight != null && count > 1) {
      throw new ShapeException(
          "samples cannot be weighed where losses are sums over them: with axis=%s the losses have the shape %s; leave 0 out of the axes"
              .formatted(axis, losses.shape()));
    }
    int elements = weight == null ? count : prediction.shape().dim(0);
    return reduced(graph, spread(graph, losses, prediction), elements, weight);
  }

  @Override
  public final boolean isOfWholeBatch() {
    return axis == null
        || axis.contains(0)
        || axis.stream().anyMatch(each -> each < 0)
        || super.isOfWholeBatch();
  }

  final L readAxis(ConfigReader config) {
    Object value = config.value("axis");
    return value == null
        ? copy()
        : axis(
            value instanceof List<?>
                ? config.integers("axis")
                : new int[] {config.integer("axis")});
  }

  final @Nullable List<Integer> axis() {
    return axis;
  }

  static Value sum(GraphBuilder graph, Value x, List<Integer> axes) {
    return graph.reduce(ReductionFunction.SUM, x, axes, false);
  }
}
