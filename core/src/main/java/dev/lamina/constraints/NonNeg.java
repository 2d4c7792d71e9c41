package dev.lamina.constraints;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.UnaryFunction;

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
    // Not a maximum: an engine may take NaN for a number there, and a lost weight would go unseen.
    Value doubled = graph.plus(weight, graph.unary(UnaryFunction.ABS, weight));
    return graph.linear(doubled, 0.5, 0);
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
