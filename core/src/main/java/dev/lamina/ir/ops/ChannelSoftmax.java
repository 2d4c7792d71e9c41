package dev.lamina.ir.ops;

import dev.lamina.ir.BatchSplit;
import dev.lamina.ir.MultiplyAdds;
import dev.lamina.ir.Reach;
import dev.lamina.ir.TensorType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code x -> e^x / sum(e^x)} over the last axis, or its logarithm where {@code log}. */
public record ChannelSoftmax(boolean log) implements OpRecord {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 1, 1);
    return inputs;
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
