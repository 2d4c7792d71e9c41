package dev.lamina.layers.merging;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.BinaryFunction;
import dev.lamina.ir.ops.GraphBuilder;
import java.util.List;

/**
 * The largest of all inputs, number by number: {@code (N, ...), (N, ...), ... -> (N, ...)}. Two
 * that are equal share the gradient evenly, as in Keras on JAX. Inputs of one shape give that
 * shape; see {@link Merge} for others.
 *
 * <pre>{@code
 * new Maximum();
 * }</pre>
 */
public final class Maximum extends Merge<Maximum> {
  @Override
  Value merge(GraphBuilder graph, List<Value> inputs) {
    return inputs.stream()
        .reduce((a, b) -> graph.binary(BinaryFunction.MAXIMUM, a, b))
        .orElseThrow();
  }

  @Override
  public String purpose() {
    return "Keeps the largest of its inputs at each place.";
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static Maximum from(ConfigReader config) {
    return new Maximum();
  }

  @Override
  public Config config() {
    return baseConfig("Maximum");
  }
}
