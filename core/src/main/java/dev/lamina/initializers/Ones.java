package dev.lamina.initializers;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Shape;
import java.util.random.RandomGenerator;

/**
 * Ones: the default of batch normalization's gamma.
 *
 * <pre>{@code
 * new BatchNormalization().gammaInitializer(new Ones());
 * }</pre>
 */
public record Ones() implements Initializer {
  @Override
  public float[] values(Shape shape, RandomGenerator random) {
    return new Constant(1).values(shape, random);
  }

  /** Reads a config's arguments; {@link Initializers#from} finds the class. */
  public static Ones from(ConfigReader config) {
    return new Ones();
  }

  @Override
  public Config config() {
    return Config.of("Ones");
  }

  /** For people: the class with its arguments, as Keras names them. */
  @Override
  public String toString() {
    return config().toString();
  }
}
