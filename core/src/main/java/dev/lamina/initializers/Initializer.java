package dev.lamina.initializers;

import dev.lamina.config.Configurable;
import dev.lamina.ir.Shape;
import java.util.random.RandomGenerator;

/**
 * Gives a weight its first values.
 *
 * <pre>{@code
 * record Ramp() implements Initializer {
 *   public float[] values(Shape shape, RandomGenerator random) {
 *     float[] values = new float[shape.size()];
 *     for (int i = 0; i < values.length; i++) {
 *       values[i] = (float) i / values.length;
 *     }
 *     return values;
 *   }
 *
 *   public Config config() {
 *     return Config.of("Ramp");
 *   }
 * }
 * }</pre>
 */
public interface Initializer extends Configurable {
  /**
   * Values for a weight of {@code shape}, in row-major order.
   *
   * @param random the only source of randomness to use, unless this initializer has its own seed
   */
  float[] values(Shape shape, RandomGenerator random);
}
