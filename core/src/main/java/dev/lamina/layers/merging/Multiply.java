package dev.lamina.layers.merging;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import java.util.List;

/**
 * The product of all inputs, number by number: {@code (N, ...), (N, ...), ... -> (N, ...)}. Inputs
 * of one shape give that shape; see {@link Merge} for others. A {@code (N, 1, 1, C)} weighs the
 * channels of an image (Hu et al., 2017).
 *
 * <pre>{@code
 * new Multiply();
 * }</pre>
 */
public final class Multiply extends Merge<Multiply> {
  @Override
  Value merge(GraphBuilder graph, List<Value> inputs) {
    return inputs.stream().reduce(graph::times).orElseThrow();
  }

  @Override
  public String purpose() {
    return "Multiplies its inputs: one decides how much of the other gets through.";
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static Multiply from(ConfigReader config) {
    return new Multiply();
  }

  @Override
  public Config config() {
    return baseConfig("Multiply");
  }
}
