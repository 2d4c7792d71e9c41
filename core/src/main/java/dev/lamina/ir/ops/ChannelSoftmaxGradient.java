package dev.lamina.ir.ops;

import dev.lamina.ir.BatchSplit;
import dev.lamina.ir.MultiplyAdds;
import dev.lamina.ir.Reach;
import dev.lamina.ir.TensorType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The input gradient of {@link ChannelSoftmax}: {@code (y, dy) -> dx}. */
public record ChannelSoftmaxGradient(boolean log) implements OpRecord {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 2, 2);
    Check.same(this, "the gradient", inputs.get(1).shape(), inputs.get(0).shape());
    Check.sameDtype(this, inputs);
    return inputs.subList(0, 1);
  }

  @Override
  public Reach reach(List<TensorType> inputs) {
    return Reach.along(Set.of(inputs.get(0).shape().rank() - 1));
  }

  @Override
  public Optional<MultiplyAdds> multiplyAdds(List<TensorType> inputs) {
    // The sum of y dy; dx = y (dy - sum).
    return Optional.of(MultiplyAdds.each(inputs.get(0).shape(), 2));
  }

  @Override
  public Optional<BatchSplit> batchSplit(List<TensorType> inputs) {
    return BatchSplit.perSample(inputs, 2);
  }
}
