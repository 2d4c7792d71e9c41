package dev.lamina.ir.ops;

import dev.lamina.ir.BatchSplit;
import dev.lamina.ir.DType;
import dev.lamina.ir.MultiplyAdds;
import dev.lamina.ir.Reach;
import dev.lamina.ir.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The gradients of {@link BatchNormTraining}: {@code (x, mean, variance, dy, gamma?, workspace?) ->
 * (dx, dgamma?, dbeta?)}; the workspace is given where relu was fused.
 */
public record BatchNormGradient(double epsilon, boolean scale, boolean center, boolean relu)
    implements OpRecord {
  public BatchNormGradient(double epsilon, boolean scale, boolean center) {
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

  @Override
  public Reach reach(List<TensorType> inputs) {
    return Reach.along(
        Set.copyOf(IntStream.range(0, inputs.get(0).shape().rank() - 1).boxed().toList()));
  }

  @Override
  public Optional<MultiplyAdds> multiplyAdds(List<TensorType> inputs) {
    // The sum of dy (x - mean); dx takes in both that and the sum of dy.
    return Optional.of(MultiplyAdds.each(inputs.get(0).shape(), 3));
  }

  @Override
  public Optional<BatchSplit> batchSplit(List<TensorType> inputs) {
    return Optional.empty();
  }
}
