package dev.lamina.schedules;

import dev.lamina.config.Configurable;

/**
 * A learning rate that follows from the number of training steps done. So it needs no state, and is
 * the same after a restart.
 *
 * <pre>{@code
 * record Halving(double start, int every) implements LearningRateSchedule {
 *   public double at(long iteration) {
 *     return start * Math.pow(0.5, iteration / every);
 *   }
 *
 *   public Config config() {
 *     return Config.of("Halving").with("start", start).with("every", every);
 *   }
 * }
 *
 * model.compile(new SGD(new Halving(0.1, 1000)), "mse");
 * }</pre>
 *
 * <p>The schedules of this package compute in float32, operation by operation, as Keras does.
 */
public interface LearningRateSchedule extends Configurable {
  /**
   * The learning rate of a training step.
   *
   * @param iteration the steps done before it since compiling, from 0
   * @return a finite number, not below 0
   */
  double at(long iteration);
}
