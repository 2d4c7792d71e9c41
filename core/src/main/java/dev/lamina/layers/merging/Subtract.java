package dev.lamina.layers.merging;

import dev.lamina.ShapeException;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import java.util.List;

/**
 * The first of two inputs minus the second, number by number: {@code (N, ...), (N, ...) -> (N,
 * ...)}. Inputs of one shape give that shape; see {@link Merge} for others.
 *
 * <pre>{@code
 * new Subtract();
 * }</pre>
 */
public final class Subtract extends Merge<Subtract> {
  @Override
  Value merge(GraphBuilder graph, List<Value> inputs) {
    if (inputs.size() != 2) {
      throw new ShapeException("expected two inputs, received " + inputs.size());
    }
    return graph.minus(inputs.get(0), inputs.get(1));
  }

  @Override
  public String purpose() {
    return "Takes one input from the other: what is left is how they differ.";
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static Subtract from(ConfigReader config) {
    return new Subtract();
  }

  @Override
  public Config config() {
    return baseConfig("Subtract");
  }
}
