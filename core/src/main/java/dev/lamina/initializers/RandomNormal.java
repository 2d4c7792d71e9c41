package dev.lamina.initializers;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Shape;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Normally distributed values.
 *
 * <pre>{@code
 * new Dense(10).kernelInitializer(new RandomNormal(0, 0.01));
 * }</pre>
 *
 * @param seed null draws from the model's generator; a number gives the same values at every use
 */
public record RandomNormal(double mean, double stddev, @Nullable Long seed) implements Initializer {
  public RandomNormal {
    Arguments.finite("mean", mean);
    Arguments.notNegative("stddev", stddev);
  }

  /** Keras's defaults: mean 0, stddev 0.05. */
  public RandomNormal() {
    this(0, 0.05);
  }

  public RandomNormal(double mean, double stddev) {
    this(mean, stddev, null);
  }

  @Override
  public float[] values(Shape shape, RandomGenerator random) {
    return Sampling.normal(shape, mean, stddev, Sampling.generator(seed, random));
  }

  /** Reads a config's arguments; {@link Initializers#from} finds the class. */
  public static RandomNormal from(ConfigReader config) {
    return new RandomNormal(
        config.number("mean", 0), config.number("stddev", 0.05), config.seed("seed"));
  }

  @Override
  public Config config() {
    return Config.of("RandomNormal").with("seed", seed).with("mean", mean).with("stddev", stddev);
  }

  /** For people: the class with its arguments, as Keras names them. */
  @Override
  public String toString() {
    return config().toString();
  }
}
