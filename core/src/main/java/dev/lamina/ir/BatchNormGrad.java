package dev.lamina.ir;

import java.util.ArrayList;
import java.util.List;

/**
 * The gradients of {@link BatchNorm}: {@code (x, mean, variance, dy, gamma?) -> (dx, dgamma?,
 * dbeta?)}.
 */
public record BatchNormGrad(double epsilon, boolean scale, boolean center) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, scale ? 5 : 4, scale ? 5 : 4);
    TensorType input = inputs.get(0);
    TensorType channels = TensorType.of(input.shape().dim(-1));
    Check.same(this, "the mean", inputs.get(1).shape(), channels.shape());
    Check.same(this, "the variance", inputs.get(2).shape(), channels.shape());
    Check.same(this, "the gradient", inputs.get(3).shape(), input.shape());
    List<TensorType> outputs = new ArrayList<>();
    outputs.add(input);
    if (scale) {
      outputs.add(channels);
    }
    if (center) {
      outputs.add(channels);
    }
    return outputs;
  }
}
