package dev.lamina.ir;

import java.util.ArrayList;
import java.util.List;

/**
 * The gradients of {@link BatchNorm}: {@code (x, mean, variance, dy, gamma?, workspace?) -> (dx,
 * dgamma?, dbeta?)}; the workspace is given where relu was fused.
 */
public record BatchNormGrad(double epsilon, boolean scale, boolean center, boolean relu)
    implements Op {
  public BatchNormGrad(double epsilon, boolean scale, boolean center) {
    this(epsilon, scale, center, false);
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    int count = 4 + (scale ? 1 : 0) + (relu ? 1 : 0);
    Check.count(this, inputs, count, count);
    TensorType input = inputs.get(0);
    TensorType channels = TensorType.of(input.shape().dim(-1));
    Check.same(this, "the mean", inputs.get(1).shape(), channels.shape());
    Check.same(this, "the variance", inputs.get(2).shape(), channels.shape());
    Check.same(this, "the gradient", inputs.get(3).shape(), input.shape());
    if (relu) {
      Check.dtype(this, inputs.get(count - 1), DType.WORKSPACE);
    }
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
