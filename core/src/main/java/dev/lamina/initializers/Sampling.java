package dev.lamina.initializers;

import dev.lamina.ir.Shape;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Random values for whole weights. */
final class Sampling {
  private Sampling() {}

  /** The model's generator, or one of the initializer's own seed. */
  static RandomGenerator generator(@Nullable Long seed, RandomGenerator random) {
    return seed == null ? random : new SplittableRandom(seed);
  }

  static float[] normal(Shape shape, double mean, double stddev, RandomGenerator random) {
    return fill(shape, () -> mean + stddev * random.nextGaussian());
  }

  /** A normal distribution without what lies beyond two standard deviations. */
  static float[] truncatedNormal(Shape shape, double mean, double stddev, RandomGenerator random) {
    return fill(
        shape,
        () -> {
          double value;
          do {
            value = random.nextGaussian();
          } while (Math.abs(value) > 2);
          return mean + stddev * value;
        });
  }

  static float[] uniform(Shape shape, double low, double high, RandomGenerator random) {
    return fill(shape, () -> low + (high - low) * random.nextDouble());
  }

  private static float[] fill(Shape shape, DoubleSupplier next) {
    float[] values = new float[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) next.getAsDouble();
    }
    return values;
  }
}
