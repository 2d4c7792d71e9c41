package dev.lamina.optimizers;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.schedules.LearningRateSchedule;
import java.util.function.Consumer;

/**
 * What Adam and its kin share: moving averages of the gradients and of their sizes, with the names
 * and defaults that Keras gives them.
 *
 * @param <O> the optimizer itself
 */
public abstract sealed class MomentOptimizer<O extends MomentOptimizer<O>>
    extends FluentOptimizer<O> permits AdamOptimizer, Adamax, Lamb, Nadam {
  private double beta1 = 0.9;
  private double beta2 = 0.999;
  private double epsilon = 1e-7;

  MomentOptimizer(double learningRate) {
    super(learningRate);
  }

  MomentOptimizer(LearningRateSchedule schedule) {
    super(schedule);
  }

  private O with(Consumer<MomentOptimizer<O>> change) {
    O copy = copy();
    change.accept(copy);
    return copy;
  }

  /** A copy whose mean of gradients keeps this share of its old value; 0.9 by default. */
  public final O beta1(double beta1) {
    return with(copy -> copy.beta1 = Ranges.belowOne("beta1", beta1));
  }

  /**
   * A copy whose mean of squared gradients, or largest gradient, keeps this share of its old value;
   * 0.999 by default.
   */
  public final O beta2(double beta2) {
    return with(copy -> copy.beta2 = Ranges.belowOne("beta2", beta2));
  }

  /** A copy that adds this where it divides, so as not to divide by 0; 1e-7 by default. */
  public final O epsilon(double epsilon) {
    return with(copy -> copy.epsilon = Arguments.notNegative("epsilon", epsilon));
  }

  final double beta1() {
    return beta1;
  }

  final double beta2() {
    return beta2;
  }

  final double epsilon() {
    return epsilon;
  }

  /** A copy with what a config says of these. */
  final O withMoments(ConfigReader config) {
    return beta1(config.number("beta_1", 0.9))
        .beta2(config.number("beta_2", 0.999))
        .epsilon(config.number("epsilon", 1e-7));
  }

  /** Begins the config. */
  final Config momentConfig(String className) {
    return baseConfig(className)
        .with("beta_1", beta1)
        .with("beta_2", beta2)
        .with("epsilon", epsilon);
  }
}
