package dev.lamina.initializers;

import dev.lamina.ShapeException;
import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Shape;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A random matrix with orthonormal columns, or rows where there are fewer of them (Saxe et al.,
 * 2013). All axes but the last together are the rows.
 *
 * <pre>{@code
 * new Dense(64).kernelInitializer(new Orthogonal());
 * }</pre>
 *
 * @param gain multiplies the matrix; 1 by default
 * @param seed null draws from the model's generator; a number gives the same values at every use
 */
public record Orthogonal(double gain, @Nullable Long seed) implements Initializer {
  public Orthogonal {
    Arguments.finite("gain", gain);
  }

  public Orthogonal() {
    this(1);
  }

  public Orthogonal(double gain) {
    this(gain, null);
  }

  @Override
  public float[] values(Shape shape, RandomGenerator random) {
    if (shape.rank() < 2) {
      throw new ShapeException(
          "an orthogonal initializer needs a weight of at least two axes, received " + shape);
    }
    int columns = shape.dim(-1);
    int rows = shape.size() / columns;
    int count = Math.min(rows, columns);
    RandomGenerator generator = Sampling.generator(seed, random);
    double[][] basis = new double[count][Math.max(rows, columns)];
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < basis[i].length; k++) {
        basis[i][k] = generator.nextGaussian();
      }
      orthonormalize(basis, i);
    }
    float[] values = new float[shape.size()];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        double q = rows >= columns ? basis[column][row] : basis[row][column];
        values[row * columns + column] = (float) (gain * q);
      }
    }
    return values;
  }

  /** Gram-Schmidt, twice over, so that rounding does not undo it. */
  private static void orthonormalize(double[][] basis, int index) {
    double[] vector = basis[index];
    for (int pass = 0; pass < 2; pass++) {
      for (int other = 0; other < index; other++) {
        double projection = dot(vector, basis[other]);
        for (int k = 0; k < vector.length; k++) {
          vector[k] -= projection * basis[other][k];
        }
      }
    }
    double norm = Math.sqrt(dot(vector, vector));
    for (int k = 0; k < vector.length; k++) {
      vector[k] /= norm;
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  /** Reads a config's arguments; {@link Initializers#from} finds the class. */
  public static Orthogonal from(ConfigReader config) {
    return new Orthogonal(config.number("gain", 1), config.seed("seed"));
  }

  @Override
  public Config config() {
    return Config.of("Orthogonal").with("seed", seed).with("gain", gain);
  }

  /** For people: the class with its arguments, as Keras names them. */
  @Override
  public String toString() {
    return config().toString();
  }
}
