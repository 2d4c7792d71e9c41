package dev.lamina.initializers;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.initializers.VarianceScaling.Distribution;
import dev.lamina.initializers.VarianceScaling.Mode;
import dev.lamina.ir.Shape;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Truncated normal of standard deviation {@code sqrt(1 / fanIn)} (LeCun et al., 1998): suits selu.
 *
 * <pre>{@code
 * new Conv2D(32, 3).kernelInitializer(new LecunNormal());
 * }</pre>
 *
 * @param seed null draws from the model's generator; a number gives the same values at every use
 */
public record LecunNormal(@Nullable Long seed) implements Initializer {
  public LecunNormal() {
    this(null);
  }

  public LecunNormal(long seed) {
    this(Long.valueOf(seed));
  }

  @Override
  public float[] values(Shape shape, RandomGenerator random) {
    return new VarianceScaling(1, Mode.FAN_IN, Distribution.TRUNCATED_NORMAL, seed)
        .values(shape, random);
  }

  /** Reads a config's arguments; {@link Initializers#from} finds the class. */
  public static LecunNormal from(ConfigReader config) {
    return new LecunNormal(VarianceScaling.seedAndAxes(config));
  }

  @Override
  public Config config() {
    return VarianceScaling.withAxes(Config.of("LecunNormal").with("seed", seed));
  }

  /** For people: the class with its arguments, as Keras names them. */
  @Override
  public String toString() {
    return config().toString();
  }
}
