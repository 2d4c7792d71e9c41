package dev.lamina.initializers;

import dev.lamina.ShapeException;
import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Shape;
import java.util.random.RandomGenerator;

/**
 * {@code gain} on the diagonal of a matrix, 0 elsewhere.
 *
 * <pre>{@code
 * new Dense(64).kernelInitializer(new Identity());
 * }</pre>
 *
 * @param gain 1 by default
 */
public record Identity(double gain) implements Initializer {
  public Identity {
    Arguments.finite("gain", gain);
  }

  public Identity() {
    this(1);
  }

  @Override
  public float[] values(Shape shape, RandomGenerator random) {
    if (shape.rank() != 2) {
      throw new ShapeException(
          "an identity initializer needs a weight of two axes, received " + shape);
    }
    float[] values = new float[shape.size()];
    for (int i = 0; i < Math.min(shape.dim(0), shape.dim(1)); i++) {
      values[i * shape.dim(1) + i] = (float) gain;
    }
    return values;
  }

  /** Reads a config's arguments; {@link Initializers#from} finds the class. */
  public static Identity from(ConfigReader config) {
    return new Identity(config.number("gain", 1));
  }

  @Override
  public Config config() {
    return Config.of("Identity").with("gain", gain);
  }

  /** For people: the class with its arguments, as Keras names them. */
  @Override
  public String toString() {
    return config().toString();
  }
}
