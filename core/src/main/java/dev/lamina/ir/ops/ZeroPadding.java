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
 * Puts zeros around a tensor.
 *
 * @param low how many zeros come before it along each axis
 * @param high how many come after it
 */
public record ZeroPadding(List<Integer> low, List<Integer> high) implements OpRecord {
  public ZeroPadding {
    low = List.copyOf(low);
    high = List.copyOf(high);
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 1, 1);
    Check.real(this, inputs.get(0));
    Shape input = inputs.get(0).shape();
    boolean fits = low.size() == input.rank() && high.size() == input.rank();
    int[] dims = input.toArray();
    for (int axis = 0; fits && axis < dims.length; axis++) {
      fits = low.get(axis) >= 0 && high.get(axis) >= 0;
      dims[axis] = Math.addExact(dims[axis], Math.addExact(low.get(axis), high.get(axis)));
    }
    if (!fits) {
      throw new ShapeException(
          "cannot pad shape %s by %s before and %s after; expected a number >= 0 for each axis"
              .formatted(input, low, high));
    }
    return List.of(inputs.get(0).withShape(Shape.of(dims)));
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
    boolean isBatched = !low.isEmpty() && low.get(0) == 0 && high.get(0) == 0;
    return isBatched ? Optional.of(BatchSplit.PER_SAMPLE) : Optional.empty();
  }
}
