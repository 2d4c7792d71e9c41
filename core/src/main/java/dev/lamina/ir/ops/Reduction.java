package dev.lamina.ir.ops;

import dev.lamina.ir.BatchSplit;
import dev.lamina.ir.MultiplyAdds;
import dev.lamina.ir.Reach;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Joins the elements along {@code axes} (ascending, not negative). */
public record Reduction(ReductionFunction function, List<Integer> axes, boolean keepDims)
    implements OpRecord {
  public Reduction {
    axes = List.copyOf(axes);
  }

  /** Over every axis, to a scalar. */
  public static Reduction all(ReductionFunction function, int rank) {
    return new Reduction(function, IntStream.range(0, rank).boxed().toList(), false);
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 1, 1);
    return List.of(inputs.get(0).withShape(shape(inputs.get(0).shape(), keepDims)));
  }

  @Override
  public Reach reach(List<TensorType> inputs) {
    return Reach.along(Set.copyOf(axes));
  }

  @Override
  public Optional<MultiplyAdds> multiplyAdds(List<TensorType> inputs) {
    return Optional.empty();
  }

  @Override
  public Optional<BatchSplit> batchSplit(List<TensorType> inputs) {
    if (!axes.contains(0)) {
      return BatchSplit.perSample(inputs, 1);
    }
    return function == ReductionFunction.SUM ? Optional.of(BatchSplit.SUMMED) : Optional.empty();
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
