package dev.lamina.ir;

import java.util.List;

/**
 * Batch normalization over all but the last axis (Ioffe and Szegedy, 2015), as in training: {@code
 * (x[...,C], gamma[C]?, beta[C]?) -> (y, mean[C], variance[C])} with the batch's mean and biased
 * variance, {@code y = gamma (x - mean) / sqrt(variance + epsilon) + beta}.
 *
 * @param scale whether gamma is given
 * @param center whether beta is given
 */
public record BatchNorm(double epsilon, boolean scale, boolean center) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    int parameters = (scale ? 1 : 0) + (center ? 1 : 0);
    Check.count(this, inputs, 1 + parameters, 1 + parameters);
    Shape channels = Shape.of(inputs.get(0).shape().dim(-1));
    for (TensorType parameter : inputs.subList(1, inputs.size())) {
      Check.same(this, "a parameter", parameter.shape(), channels);
    }
    return List.of(inputs.get(0), TensorType.of(channels), TensorType.of(channels));
  }
}
