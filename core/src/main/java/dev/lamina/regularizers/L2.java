package dev.lamina.regularizers;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;

/**
 * The penalty {@code l2 sum(w^2)}, which keeps the elements of a weight {@code w} small.
 *
 * <pre>{@code
 * new Dense(10).kernelRegularizer(new L2(1e-4));
 * }</pre>
 *
 * @param l2 the factor, not below 0
 */
public record L2(double l2) implements Regularizer {
  static final double DEFAULT = 0.01;

  public L2 {
    Arguments.notNegative("l2", l2);
  }

  /** Keras's default, 0.01. */
  public L2() {
    this(DEFAULT);
  }

  @Override
  public Value penalty(GraphBuilder graph, Value weight) {
    return Sums.ofSquares(graph, weight, l2);
  }

  /** Reads a config's arguments; {@link Regularizers#from} finds the class. */
  public static L2 from(ConfigReader config) {
    return new L2(config.number("l2", DEFAULT));
  }

  @Override
  public Config config() {
    return Config.of("L2").with("l2", l2);
  }

  /** For people: the class with its arguments, as Keras names them. */
  @Override
  public String toString() {
    return config().toString();
  }
}
