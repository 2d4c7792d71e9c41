package dev.lamina.constraints;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.BinaryFunction;
import dev.lamina.ir.ops.GraphBuilder;

/**
 * Makes 0 of what is below it.
 *
 * <pre>{@code
 * new NonNeg();
 * }</pre>
 */
public record NonNeg() implements Constraint {
  @Override
  public Value apply(GraphBuilder graph, Value weight) {
    return graph.binary(BinaryFunction.MAXIMUM, weight, graph.scalar(0));
  }

  /** Reads a config, which has no arguments; {@link Constraints#from} finds the class. */
  public static NonNeg from(ConfigReader config) {
    return new NonNeg();
  }

  @Override
  public Config config() {
    return Config.of("NonNeg");
  }

  /** For people: the class. */
  @Override
  public String toString() {
    return config().toString();
  }
}
