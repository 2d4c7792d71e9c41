package dev.lamina.ir;

import java.util.List;

/**
 * Stochastic gradient descent: {@code (p, g, rate, momentum?) -> (p', momentum'?)}. First {@code p
 * -= p weightDecay rate}. Without momentum {@code p' = p - rate g}; with it {@code v' = momentum v
 * - rate g}, {@code p' = p + v'}, or with nesterov {@code p' = p + momentum v' - rate g}.
 */
public record SgdStep(double momentum, boolean nesterov, double weightDecay) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    int count = momentum == 0 ? 3 : 4;
    Check.count(this, inputs, count, count);
    Check.same(this, "the gradient", inputs.get(1).shape(), inputs.get(0).shape());
    return momentum == 0 ? inputs.subList(0, 1) : List.of(inputs.get(0), inputs.get(3));
  }
}
