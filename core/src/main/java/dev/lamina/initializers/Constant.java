package dev.lamina.initializers;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Shape;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The same value everywhere.
 *
 * <pre>{@code
 * new Dense(1).biasInitializer(new Constant(0.1));
 * }</pre>
 */
public record Constant(double value) implements Initializer {
  public Constant {
    Arguments.finite("value", value);
  }

  /** Keras's default, 0. */
  public Constant() {
    this(0);
  }

  @Override
  public float[] values(Shape shape, RandomGenerator random) {
    float[] values = new float[shape.size()];
    Arrays.fill(values, (float) value);
    return values;
  }

  /** Reads a config's arguments; {@link Initializers#from} finds the class. */
  public static Constant from(ConfigReader config) {
    return new Constant(config.number("value", 0));
  }

  @Override
  public Config config() {
    return Config.of("Constant").with("value", value);
  }

  /** For people: the class with its arguments, as Keras names them. */
  @Override
  public String toString() {
    return config().toString();
  }
}
