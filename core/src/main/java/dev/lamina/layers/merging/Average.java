package dev.lamina.layers.merging;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import java.util.List;

/**
 * The mean of all inputs, number by number: {@code (N, ...), (N, ...), ... -> (N, ...)}. Inputs of
 * one shape give that shape; see {@link Merge} for others.
 *
 * <pre>{@code
 * new Average();
 * }</pre>
 */
public final class Average extends Merge<Average> {
  @Override
  Value merge(GraphBuilder graph, List<Value> inputs) {
    Value sum = inputs.stream().reduce(graph::plus).orElseThrow();
    return inputs.size() == 1 ? sum : graph.linear(sum, 1.0 / inputs.size(), 0);
  }

  @Override
  public String purpose() {
    return "Averages its inputs, so that none of them decides alone.";
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static Average from(ConfigReader config) {
    return new Average();
  }

  @Override
  public Config config() {
    return baseConfig("Average");
  }
}
