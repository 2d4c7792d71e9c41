package dev.lamina.regularizers;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;

/**
 * The penalty {@code l1 sum(|w|)}, which drives many elements of a weight {@code w} to 0.
 *
 * <pre>{@code
 * new Dense(10).kernelRegularizer(new L1(1e-4));
 * }</pre>
 *
 * @param l1 the factor, not below 0
 */
public record L1(double l1) implements Regularizer {
  static final double DEFAULT = 0.01;

  public L1 {
    Arguments.notNegative("l1", l1);
  }

  /** Keras's default, 0.01. */
  public L1() {
    this(DEFAULT);
  }

  @Override
  public Value penalty(GraphBuilder graph, Value weight) {
    return Sums.ofMagnitudes(graph, weight, l1);
  }

  /** Reads a config's arguments; {@link Regularizers#from} finds the class. */
  public static L1 from(ConfigReader config) {
    return new L1(config.number("l1", DEFAULT));
  }

  @Override
  public Config config() {
    return Config.of("L1").with("l1", l1);
  }

  /** For people: the class with its arguments, as Keras names them. */
  @Override
  public String toString() {
    return config().toString();
  }
}
