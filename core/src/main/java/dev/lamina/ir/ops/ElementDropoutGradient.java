package dev.lamina.ir.ops;

import dev.lamina.ir.BatchSplit;
import dev.lamina.ir.DType;
import dev.lamina.ir.MultiplyAdds;
import dev.lamina.ir.Reach;
import dev.lamina.ir.TensorType;
import java.util.List;
import java.util.Optional;

/** The input gradient of {@link ElementDropout}: {@code (mask, dy) -> dx}. */
public record ElementDropoutGradient(double rate) implements OpRecord {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 2, 2);
    Check.dtype(this, inputs.get(0), DType.WORKSPACE);
    Check.same(this, "the gradient", inputs.get(1).shape(), inputs.get(0).shape());
    return inputs.subList(1, 2);
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
