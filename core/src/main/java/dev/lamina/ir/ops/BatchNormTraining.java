package dev.lamina.ir.ops;

import dev.lamina.ir.BatchSplit;
import dev.lamina.ir.DType;
import dev.lamina.ir.MultiplyAdds;
import dev.lamina.ir.Reach;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Batch normalization over all but the last axis (Ioffe and Szegedy, 2015), as in training: {@code
 * (x[...,C], gamma[C]?, beta[C]?) -> (y, mean[C], variance[C])} with the batch's mean and biased
 * variance, {@code y = gamma (x - mean) / sqrt(variance + epsilon) + beta}. With relu, {@code y} is
 * cut off at 0, and a fourth output, a workspace, tells backward where. Parameters and statistics
 * are of {@link DType#FLOAT32}, {@code x} and {@code y} of any one real type.
 *
 * @param scale whether gamma is given
 * @param center whether beta is given
 * @param relu whether relu is applied to the result (the planner fuses it)
 */
public record BatchNormTraining(double epsilon, boolean scale, boolean center, boolean relu)
    implements OpRecord {
  public BatchNormTraining(double epsilon, boolean scale, boolean center) {
    this(epsilon, scale, center, false);
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    int parameters = (scale ? 1 : 0) + (center ? 1 : 0);
    Check.count(this, inputs, 1 + parameters, 1 + parameters);
    Shape channels = Shape.of(inputs.get(0).shape().dim(-1));
    for (TensorType parameter : inputs.subList(1, inputs.size())) {
      Check.same(this, "a parameter", parameter.shape(), channels);
      Check.dtype(this, parameter, DType.FLOAT32);
    }
    TensorType y = inputs.get(0);
    TensorType statistic = TensorType.of(channels);
    return relu
        ? List.of(y, statistic, statistic, new TensorType(DType.WORKSPACE, y.shape()))
        : List.of(y, statistic, statistic);
  }

  @Override
  public Reach reach(List<TensorType> inputs) {
    return Reach.along(
        Set.copyOf(IntStream.range(0, inputs.get(0).shape().rank() - 1).boxed().toList()));
  }

  @Override
  public Optional<MultiplyAdds> multiplyAdds(List<TensorType> inputs) {
    // The sum of squares; scale and shift.
    return Optional.of(MultiplyAdds.each(inputs.get(0).shape(), 2));
  }

  @Override
  public Optional<BatchSplit> batchSplit(List<TensorType> inputs) {
    return Optional.empty();
  }
}
