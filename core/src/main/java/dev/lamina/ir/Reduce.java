package dev.lamina.ir;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Joins the elements along {@code axes} (ascending, not negative). */
public record Reduce(ReduceFunction function, List<Integer> axes, boolean keepDims) implements Op {
  public Reduce {
    axes = List.copyOf(axes);
  }

  /** Over every axis, to a scalar. */
  public static Reduce all(ReduceFunction function, int rank) {
    return new Reduce(function, IntStream.range(0, rank).boxed().toList(), false);
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 1, 1);
    return List.of(inputs.get(0).withShape(shape(inputs.get(0).shape(), keepDims)));
  }

  /** The shape that is left of {@code input}. */
  public Shape shape(Shape input, boolean keep) {
    List<Integer> dims = new ArrayList<>();
    for (int axis = 0; axis < input.rank(); axis++) {
      if (!axes.contains(axis)) {
        dims.add(input.dim(axis));
      } else if (keep) {
        dims.add(1);
      }
    }
    return Shape.of(dims.stream().mapToInt(Integer::intValue).toArray());
  }
}
