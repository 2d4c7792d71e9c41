package dev.lamina.optimizers;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.schedules.LearningRateSchedule;

/**
 * Adam (Kingma and Ba, 2014): {@code m} and {@code v} are moving averages of the gradient and its
 * square; at step t {@code w -= rate sqrt(1 - beta2^t) / (1 - beta1^t) m / (sqrt(v) + epsilon)}.
 *
 * <pre>{@code
 * new Adam(1e-3);
 * }</pre>
 */
public final class Adam extends AdamOptimizer<Adam> {
  /** With Keras's learning rate, 0.001. */
  public Adam() {
    this(1e-3);
  }

  public Adam(double learningRate) {
    super(learningRate);
  }

  /** With a learning rate that follows a schedule. */
  public Adam(LearningRateSchedule schedule) {
    super(schedule);
  }

  /** Reads a config's own arguments; {@link Optimizers#from} reads those that all have. */
  public static Adam from(ConfigReader config) {
    return new Adam(learningRate(config, 1e-3)).withArguments(config);
  }

  @Override
  public Config config() {
    return adamConfig("Adam");
  }
}
