package dev.lamina.optimizers;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.schedules.LearningRateSchedule;

/**
 * {@link Adam} with weight decay apart from the gradient (Loshchilov and Hutter, 2017): each step
 * first does {@code w -= w weightDecay rate}, with a weight decay of 0.004 by default.
 *
 * <pre>{@code
 * new AdamW(1e-3).weightDecay(0.01).excludeFromWeightDecay("bias", "gamma", "beta");
 * }</pre>
 */
public final class AdamW extends AdamOptimizer<AdamW> {
  /** With Keras's learning rate, 0.001. */
  public AdamW() {
    this(1e-3);
  }

  public AdamW(double learningRate) {
    super(learningRate);
    setWeightDecay(0.004);
  }

  /** With a learning rate that follows a schedule. */
  public AdamW(LearningRateSchedule schedule) {
    super(schedule);
    setWeightDecay(0.004);
  }

  /** Reads a config's own arguments; {@link Optimizers#from} reads those that all have. */
  public static AdamW from(ConfigReader config) {
    return new AdamW(learningRate(config, 1e-3)).withArguments(config);
  }

  @Override
  public Config config() {
    return adamConfig("AdamW");
  }
}
