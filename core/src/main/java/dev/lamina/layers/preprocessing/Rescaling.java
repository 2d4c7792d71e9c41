package dev.lamina.layers.preprocessing;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
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
    return context.graph().linear(single(inputs), scale, offset);
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
