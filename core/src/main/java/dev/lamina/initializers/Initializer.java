package dev.lamina.initializers;

import dev.lamina.config.Configurable;
import dev.lamina.ir.Shape;
import java.util.random.RandomGenerator;

/** Gives a weight its first values. */
public interface Initializer extends Configurable {
  /**
   * Values for a weight of {@code shape}, in row-major order.
   *
   * @param random the only source of randomness to use
   */
  float[] values(Shape shape, RandomGenerator random);
}
