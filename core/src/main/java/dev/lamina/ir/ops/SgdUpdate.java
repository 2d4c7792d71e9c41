package dev.lamina.ir.ops;

import dev.lamina.ir.BatchSplit;
import dev.lamina.ir.MultiplyAdds;
import dev.lamina.ir.Reach;
import dev.lamina.ir.TensorType;
import java.util.List;
import java.util.Optional;

/**
 * Stochastic gradient descent: {@code (p, g, rate, momentum?) -> (p', momentum'?)}. First {@code p
 * -= p weightDecay rate}. Without momentum {@code p' = p - rate g}; with it {@code v' = momentum v
 * - rate g}, {@code p' = p + v'}, or with nesterov {@code p' = p + momentum v' - rate g}.
 */
public record SgdUpdate(double momentum, boolean nesterov, double weightDecay) implements OpRecord {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    int count = momentum == 0 ? 3 : 4;
    Check.count(this, inputs, count, count);
    Check.same(this, "the gradient", inputs.get(1).shape(), inputs.get(0).shape());
    return momentum == 0 ? inputs.subList(0, 1) : List.of(inputs.get(0), inputs.get(3));
  }

  @Override
  public Reach reach(List<TensorType> inputs) {
    return Reach.element();
  }

  @Override
  public Optional<MultiplyAdds> multiplyAdds(List<TensorType> inputs) {
    return Optional.of(MultiplyAdds.each(inputs.get(0).shape(), momentum == 0 ? 1 : 2));
  }

  @Override
  public Optional<BatchSplit> batchSplit(List<TensorType> inputs) {
    return Optional.empty();
  }
}
