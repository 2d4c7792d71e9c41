package dev.lamina.initializers;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Shape;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Normally distributed values, drawn again where beyond two standard deviations of the mean.
 *
 * <pre>{@code
 * new Dense(10).kernelInitializer(new TruncatedNormal(0, 0.01));
 * }</pre>
 *
 * @param seed null draws from the model's generator; a number gives the same values at every use
 */
public record TruncatedNormal(double mean, double stddev, @Nullable Long seed)
    implements Initializer {
  public TruncatedNormal {
    Arguments.finite("mean", mean);
    Arguments.notNegative("stddev", stddev);
  }

  /** Keras's defaults: mean 0, stddev 0.05. */
  public TruncatedNormal() {
    this(0, 0.05);
  }

  public TruncatedNormal(double mean, double stddev) {
    this(mean, stddev, null);
  }

  @Override
  public float[] values(Shape shape, RandomGenerator random) {
    return Sampling.truncatedNormal(shape, mean, stddev, Sampling.generator(seed, random));
  }

  /** Reads a config's arguments; {@link Initializers#from} finds the class. */
  public static TruncatedNormal from(ConfigReader config) {
    return new TruncatedNormal(
        config.number("mean", 0), config.number("stddev", 0.05), config.seed("seed"));
  }

  @Override
  public Config config() {
    return Config.of("TruncatedNormal")
        .with("seed", seed)
        .with("mean", mean)
        .with("stddev", stddev);
  }

  /** For people: the class with its arguments, as Keras names them. */
  @Override
  public String toString() {
    return config().toString();
  }
}
