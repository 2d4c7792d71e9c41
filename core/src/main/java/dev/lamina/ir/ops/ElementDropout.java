package dev.lamina.ir.ops;

import dev.lamina.ir.BatchSplit;
import dev.lamina.ir.DType;
import dev.lamina.ir.MultiplyAdds;
import dev.lamina.ir.Reach;
import dev.lamina.ir.TensorType;
import java.util.List;
import java.util.Optional;

/**
 * Inverted dropout (Srivastava et al., 2014): {@code (x, step i32) -> (y, mask)}; each element is
 * zeroed with probability {@code rate}, the others are divided by {@code 1 - rate}. Which ones
 * follows from {@code seed}, the step and the element's logical index alone, by {@link
 * DropoutBits}: the same on every engine.
 */
public record ElementDropout(double rate, int seed) implements OpRecord {
  public ElementDropout {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("rate must be in [0, 1), received " + rate);
    }
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 2, 2);
    Check.dtype(this, inputs.get(1), DType.INT32);
    return List.of(inputs.get(0), new TensorType(DType.WORKSPACE, inputs.get(0).shape()));
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
    return inputs.get(0).shape().rank() < 1
        ? Optional.empty()
        : Optional.of(BatchSplit.of(0, inputs));
  }
}
