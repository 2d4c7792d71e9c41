package dev.lamina.layers.merging;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import java.util.List;

/**
 * The sum of all inputs, number by number: {@code (N, ...), (N, ...), ... -> (N, ...)}. This closes
 * the shortcuts of residual networks (He et al., 2015). Inputs of one shape give that shape; see
 * {@link Merge} for others.
 *
 * <pre>{@code
 * new Add();
 * }</pre>
 */
public final class Add extends Merge<Add> {
  @Override
  Value merge(GraphBuilder graph, List<Value> inputs) {
    return inputs.stream().reduce(graph::plus).orElseThrow();
  }

  @Override
  public String purpose() {
    return "Adds its inputs: a shortcut joins the path that it went around.";
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static Add from(ConfigReader config) {
    return new Add();
  }

  @Override
  public Config config() {
    return baseConfig("Add");
  }
}
