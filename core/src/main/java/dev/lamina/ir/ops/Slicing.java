package dev.lamina.ir.ops;

import dev.lamina.ShapeException;
import dev.lamina.ir.BatchSplit;
import dev.lamina.ir.MultiplyAdds;
import dev.lamina.ir.Reach;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import java.util.List;
import java.util.Optional;

/**
 * Cuts a box out of a tensor: {@code y[i, j, ...] = x[begin_0 + i, begin_1 + j, ...]}.
 *
 * @param begin where the box begins along each axis
 * @param size the shape of the box
 */
public record Slicing(List<Integer> begin, Shape size) implements OpRecord {
  public Slicing {
    begin = List.copyOf(begin);
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 1, 1);
    Check.real(this, inputs.get(0));
    Shape input = inputs.get(0).shape();
    boolean fits = begin.size() == input.rank() && size.rank() == input.rank();
    for (int axis = 0; fits && axis < input.rank(); axis++) {
      fits = begin.get(axis) >= 0 && begin.get(axis) <= input.dim(axis) - size.dim(axis);
    }
    if (!fits) {
      throw new ShapeException(
          "cannot cut %s out of shape %s, beginning at %s".formatted(size, input, begin));
    }
    return List.of(inputs.get(0).withShape(size));
  }

  @Override
  public Reach reach(List<TensorType> inputs) {
    return Reach.element();
  }

  @Override
  public Optional<MultiplyAdds> multiplyAdds(List<TensorType> inputs) {
    return Optional.empty();
  }

  @Override
  public Optional<BatchSplit> batchSplit(List<TensorType> inputs) {
    boolean isBatched = size.rank() > 0 && size.dim(0) == inputs.get(0).shape().dim(0);
    return isBatched ? Optional.of(BatchSplit.PER_SAMPLE) : Optional.empty();
  }
}
