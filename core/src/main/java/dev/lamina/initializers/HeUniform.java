package dev.lamina.initializers;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.initializers.VarianceScaling.Distribution;
import dev.lamina.initializers.VarianceScaling.Mode;
import dev.lamina.ir.Shape;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Uniform in {@code [-l, l]}, {@code l = sqrt(6 / fanIn)} (He et al., 2015): suits relu.
 *
 * <pre>{@code
 * new Conv2D(32, 3).kernelInitializer(new HeUniform());
 * }</pre>
 *
 * @param seed null draws from the model's generator; a number gives the same values at every use
 */
public record HeUniform(@Nullable Long seed) implements Initializer {
  public HeUniform() {
    this(null);
  }

  public HeUniform(long seed) {
    this(Long.valueOf(seed));
  }

  @Override
  public float[] values(Shape shape, RandomGenerator random) {
    return new VarianceScaling(2, Mode.FAN_IN, Distribution.UNIFORM, seed).values(shape, random);
  }

  /** Reads a config's arguments; {@link Initializers#from} finds the class. */
  public static HeUniform from(ConfigReader config) {
    return new HeUniform(VarianceScaling.seedAndAxes(config));
  }

  @Override
  public Config config() {
    return VarianceScaling.withAxes(Config.of("HeUniform").with("seed", seed));
  }

  /** For people: the class with its arguments, as Keras names them. */
  @Override
  public String toString() {
    return config().toString();
  }
}
