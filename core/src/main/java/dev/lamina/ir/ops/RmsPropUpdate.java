package dev.lamina.ir.ops;

import dev.lamina.ir.BatchSplit;
import dev.lamina.ir.MultiplyAdds;
import dev.lamina.ir.Reach;
import dev.lamina.ir.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * RMSprop (Tieleman and Hinton, 2012): {@code (p, g, rate, velocity, momentum?, average?) -> (p',
 * velocity', momentum'?, average'?)}. First {@code p -= p weightDecay rate}. {@code velocity' = rho
 * velocity + (1 - rho) g^2}; centered, {@code average' = rho average + (1 - rho) g} and its square
 * is taken off the denominator; {@code step = rate g / sqrt(denominator + epsilon)}; with momentum,
 * {@code momentum' = momentum * slot + step} is subtracted instead.
 */
public record RmsPropUpdate(
    double rho, double momentum, double epsilon, boolean centered, double weightDecay)
    implements OpRecord {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    int count = 4 + (momentum == 0 ? 0 : 1) + (centered ? 1 : 0);
    Check.count(this, inputs, count, count);
    Check.same(this, "the gradient", inputs.get(1).shape(), inputs.get(0).shape());
    List<TensorType> outputs = new ArrayList<>();
    outputs.add(inputs.get(0));
    outputs.addAll(inputs.subList(3, count));
    return outputs;
  }

  @Override
  public Reach reach(List<TensorType> inputs) {
    return Reach.element();
  }

  @Override
  public Optional<MultiplyAdds> multiplyAdds(List<TensorType> inputs) {
    return Optional.of(MultiplyAdds.each(inputs.get(0).shape(), infer(inputs).size()));
  }

  @Override
  public Optional<BatchSplit> batchSplit(List<TensorType> inputs) {
    return Optional.empty();
  }
}
