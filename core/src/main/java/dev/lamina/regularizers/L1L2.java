package dev.lamina.regularizers;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;

/**
 * Both penalties, {@code l1 sum(|w|) + l2 sum(w^2)}.
 *
 * <pre>{@code
 * new Dense(10).kernelRegularizer(new L1L2(1e-5, 1e-4));
 * }</pre>
 *
 * @param l1 the factor of the magnitudes, not below 0
 * @param l2 the factor of the squares, not below 0
 */
public record L1L2(double l1, double l2) implements Regularizer {
  public L1L2 {
    Arguments.notNegative("l1", l1);
    Arguments.notNegative("l2", l2);
  }

  /** Keras's defaults, 0 and 0: no penalty. */
  public L1L2() {
    this(0, 0);
  }

  @Override
  public Value penalty(GraphBuilder graph, Value weight) {
    if (l1 == 0) {
      return l2 == 0 ? graph.scalar(0) : Sums.ofSquares(graph, weight, l2);
    }
    Value magnitudes = Sums.ofMagnitudes(graph, weight, l1);
    return l2 == 0 ? magnitudes : graph.plus(magnitudes, Sums.ofSquares(graph, weight, l2));
  }

  /** Reads a config's arguments; {@link Regularizers#from} finds the class. */
  public static L1L2 from(ConfigReader config) {
    return new L1L2(config.number("l1", 0), config.number("l2", 0));
  }

  @Override
  public Config config() {
    return Config.of("L1L2").with("l1", l1).with("l2", l2);
  }

  /** For people: the class with its arguments, as Keras names them. */
  @Override
  public String toString() {
    return config().toString();
  }
}
