package dev.lamina.initializers;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Shape;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Values spread evenly from {@code minVal} to {@code maxVal}.
 *
 * <pre>{@code
 * new Dense(10).kernelInitializer(new RandomUniform(-0.1, 0.1));
 * }</pre>
 *
 * @param seed null draws from the model's generator; a number gives the same values at every use
 */
public record RandomUniform(double minVal, double maxVal, @Nullable Long seed)
    implements Initializer {
  public RandomUniform {
    Arguments.finite("minVal", minVal);
    Arguments.finite("maxVal", maxVal);
    if (minVal > maxVal) {
      throw new IllegalArgumentException(
          "minVal must be <= maxVal, received " + minVal + " and " + maxVal);
    }
  }

  /** Keras's defaults: minVal -0.05, maxVal 0.05. */
  public RandomUniform() {
    this(-0.05, 0.05);
  }

  public RandomUniform(double minVal, double maxVal) {
    this(minVal, maxVal, null);
  }

  @Override
  public float[] values(Shape shape, RandomGenerator random) {
    return Sampling.uniform(shape, minVal, maxVal, Sampling.generator(seed, random));
  }

  /** Reads a config's arguments; {@link Initializers#from} finds the class. */
  public static RandomUniform from(ConfigReader config) {
    return new RandomUniform(
        config.number("minval", -0.05), config.number("maxval", 0.05), config.seed("seed"));
  }

  @Override
  public Config config() {
    return Config.of("RandomUniform")
        .with("seed", seed)
        .with("minval", minVal)
        .with("maxval", maxVal);
  }

  /** For people: the class with its arguments, as Keras names them. */
  @Override
  public String toString() {
    return config().toString();
  }
}
