package dev.lamina.ir.ops;

import dev.lamina.ir.BatchSplit;
import dev.lamina.ir.MultiplyAdds;
import dev.lamina.ir.Reach;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * {@code labels[...] -> y[...,depth]}: 1 at the label's place, 0 elsewhere. A label outside {@code
 * [0, depth)} gives zeros.
 */
public record OneHot(int depth) implements OpRecord {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 1, 1);
    Shape input = inputs.get(0).shape();
    int[] dims = Arrays.copyOf(input.toArray(), input.rank() + 1);
    dims[input.rank()] = depth;
    return List.of(TensorType.of(dims));
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
    return BatchSplit.perSample(inputs, 1);
  }
}
