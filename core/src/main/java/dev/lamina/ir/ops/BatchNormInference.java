package dev.lamina.ir.ops;

import dev.lamina.ir.BatchSplit;
import dev.lamina.ir.DType;
import dev.lamina.ir.MultiplyAdds;
import dev.lamina.ir.Reach;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import java.util.List;
import java.util.Optional;

/**
 * Batch normalization with given statistics: {@code (x[...,C], mean[C], variance[C], gamma[C]?,
 * beta[C]?) -> y}.
 */
public record BatchNormInference(double epsilon, boolean scale, boolean center)
    implements OpRecord {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    int count = 3 + (scale ? 1 : 0) + (center ? 1 : 0);
    Check.count(this, inputs, count, count);
    Shape channels = Shape.of(inputs.get(0).shape().dim(-1));
    for (TensorType parameter : inputs.subList(1, count)) {
      Check.same(this, "a parameter", parameter.shape(), channels);
      Check.dtype(this, parameter, DType.FLOAT32);
    }
    return inputs.subList(0, 1);
  }

  @Override
  public Reach reach(List<TensorType> inputs) {
    return Reach.element();
  }

  @Override
  public Optional<MultiplyAdds> multiplyAdds(List<TensorType> inputs) {
    return Optional.of(MultiplyAdds.each(inputs.get(0).shape(), 1));
  }

  @Override
  public Optional<BatchSplit> batchSplit(List<TensorType> inputs) {
    return inputs.get(0).shape().rank() < 2
        ? Optional.empty()
        : Optional.of(BatchSplit.of(0, inputs));
  }
}
