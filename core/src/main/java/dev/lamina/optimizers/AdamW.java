package dev.lamina.optimizers;

import dev.lamina.config.Config;

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

  @Override
  public Config config() {
    return adamConfig("AdamW");
  }
}
