package dev.lamina.layers.preprocessing;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.DType;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.FluentLayer;
import java.util.List;

/**
 * {@code scale x + offset}, keeping the shape.
 *
 * <pre>{@code
 * new Rescaling(1.0 / 255); // bytes to [0, 1]
 * new Rescaling(1 / 127.5, -1); // bytes to [-1, 1]
 * }</pre>
 */
public final class Rescaling extends FluentLayer<Rescaling> {
  private final double scale;
  private final double offset;

  public Rescaling(double scale) {
    this(scale, 0);
  }

  public Rescaling(double scale, double offset) {
    this.scale = Arguments.finite("scale", scale);
    this.offset = Arguments.finite("offset", offset);
  }

  @Override
  public Value call(CallContext context, List<Value> inputs) {
    GraphBuilder graph = context.graph();
    Value x = single(inputs);
    DType dtype = x.type().dtype();
    if (dtype != DType.BFLOAT16) {
      return graph.linear(x, scale, offset);
    }
    // Keras rounds scale, product and offset too.
    Value scaled = graph.times(x, graph.cast(graph.scalar(scale), dtype));
    return graph.plus(scaled, graph.cast(graph.scalar(offset), dtype));
  }

  @Override
  public String purpose() {
    return "Brings the inputs to a common, small range.";
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static Rescaling from(ConfigReader config) {
    return new Rescaling(config.number("scale"), config.number("offset", 0));
  }

  @Override
  public Config config() {
    return baseConfig("Rescaling").with("scale", scale).with("offset", offset);
  }
}
