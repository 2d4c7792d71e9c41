package dev.lamina.initializers;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.initializers.VarianceScaling.Distribution;
import dev.lamina.initializers.VarianceScaling.Mode;
import dev.lamina.ir.Shape;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Truncated normal of standard deviation {@code sqrt(2 / fanIn)} (He et al., 2015): suits relu.
 *
 * <pre>{@code
 * new Conv2D(32, 3).kernelInitializer(new HeNormal());
 * }</pre>
 *
 * @param seed null draws from the model's generator; a number gives the same values at every use
 */
public record HeNormal(@Nullable Long seed) implements Initializer {
  public HeNormal() {
    this(null);
  }

  public HeNormal(long seed) {
    this(Long.valueOf(seed));
  }

  @Override
  public float[] values(Shape shape, RandomGenerator random) {
    return new VarianceScaling(2, Mode.FAN_IN, Distribution.TRUNCATED_NORMAL, seed)
        .values(shape, random);
  }

  /** Reads a config's arguments; {@link Initializers#from} finds the class. */
  public static HeNormal from(ConfigReader config) {
    return new HeNormal(VarianceScaling.seedAndAxes(config));
  }

  @Override
  public Config config() {
    return VarianceScaling.withAxes(Config.of("HeNormal").with("seed", seed));
  }

  /** For people: the class with its arguments, as Keras names them. */
  @Override
  public String toString() {
    return config().toString();
  }
}
