package dev.lamina.ir.ops;

import dev.lamina.ir.BatchSplit;
import dev.lamina.ir.MultiplyAdds;
import dev.lamina.ir.Reach;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The index of the largest element along the last axis, the first of equals and NaN before all
 * others ({@link Largest}): {@code x[...,C] -> y[...]}.
 */
public record ArgMax() implements OpRecord {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 1, 1);
    Shape input = inputs.get(0).shape();
    return List.of(TensorType.of(Arrays.copyOf(input.toArray(), input.rank() - 1)));
  }

  @Override
  public Reach reach(List<TensorType> inputs) {
    return Reach.along(Set.of(inputs.get(0).shape().rank() - 1));
  }

  @Override
  public Optional<MultiplyAdds> multiplyAdds(List<TensorType> inputs) {
    return Optional.empty();
  }

  @Override
  public Optional<BatchSplit> batchSplit(List<TensorType> inputs) {
    return BatchSplit.perSample(inputs, 2);
  }
}
