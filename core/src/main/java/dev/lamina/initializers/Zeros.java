package dev.lamina.initializers;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Shape;
import java.util.random.RandomGenerator;

/**
 * Zeros: the default of biases.
 *
 * <pre>{@code
 * new Dense(10).biasInitializer(new Zeros());
 * }</pre>
 */
public record Zeros() implements Initializer {
  @Override
  public float[] values(Shape shape, RandomGenerator random) {
    return new Constant(0).values(shape, random);
  }

  /** Reads a config's arguments; {@link Initializers#from} finds the class. */
  public static Zeros from(ConfigReader config) {
    return new Zeros();
  }

  @Override
  public Config config() {
    return Config.of("Zeros");
  }

  /** For people: the class with its arguments, as Keras names them. */
  @Override
  public String toString() {
    return config().toString();
  }
}
