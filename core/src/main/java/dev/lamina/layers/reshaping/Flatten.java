package dev.lamina.layers.reshaping;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.FluentLayer;
import java.util.List;

/**
 * Writes each sample as one row, in row-major order: {@code (N, H, W, C) -> (N, H W C)}.
 *
 * <pre>{@code
 * new Flatten();
 * }</pre>
 */
public final class Flatten extends FluentLayer<Flatten> {
  @Override
  public Value call(CallContext context, List<Value> inputs) {
    Value x = single(inputs);
    return context.graph().reshape(x, Shape.of(x.shape().dim(0), x.shape().sizeFrom(1)));
  }

  @Override
  public String purpose() {
    return "Writes the image as one row of numbers, as dense layers want it.";
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static Flatten from(ConfigReader config) {
    config.only("data_format", "channels_last");
    return new Flatten();
  }

  @Override
  public Config config() {
    return baseConfig("Flatten").with("data_format", "channels_last");
  }
}
