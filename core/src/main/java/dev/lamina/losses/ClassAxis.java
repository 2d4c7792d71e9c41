package dev.lamina.losses;

import dev.lamina.ShapeException;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.Transpose;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The axis of the classes, which losses compute along as the last. */
final class ClassAxis {
  private ClassAxis() {}

  static int require(int axis) {
    if (axis == 0) {
      throw new IllegalArgumentException(
          "axis must not be 0, the batch; choose -1 for the last axis");
    }
    return axis;
  }

  /** {@code axis} of a batch of this rank, from 0. */
  private static int index(int axis, int rank, Shape shape) {
    int index = axis < 0 ? axis + rank : axis;
    if (index < 1 || index >= rank) {
      throw new ShapeException(
          "axis=%d is no axis of a sample in predictions of shape %s; choose 1 to %d, or -1 for the last"
              .formatted(axis, shape, rank - 1));
    }
    return index;
  }

  static boolean isLast(int axis, int rank) {
    return axis == -1 || axis == rank - 1;
  }

  /** {@code x} with the axis moved last. */
  static Value last(GraphBuilder graph, Value x, int axis) {
    int rank = x.shape().rank();
    if (isLast(axis, rank)) {
      return x;
    }
    int index = index(axis, rank, x.shape());
    List<Integer> order = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
    order.remove(index);
    order.add(index);
    return graph.add(new Transpose(order), x);
  }

  /** The shape of a sample without the axis, which is counted with the batch. */
  static Shape without(Shape sample, int axis) {
    int rank = sample.rank();
    if (rank == 0) {
      return sample;
    }
    int skipped = index(axis, rank + 1, sample) - 1;
    return Shape.of(IntStream.range(0, rank).filter(i -> i != skipped).map(sample::dim).toArray());
  }
}
