package dev.lamina.layers.reshaping;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.FluentLayer;
import dev.lamina.layers.arguments.Margins;
import dev.lamina.layers.arguments.Spatial;
import java.util.List;

/**
 * What layers share that put zeros around their inputs.
 *
 * @param <L> the layer itself
 */
public abstract sealed class BaseZeroPadding<L extends BaseZeroPadding<L>> extends FluentLayer<L>
    permits ZeroPadding1D, ZeroPadding2D, ZeroPadding3D {
  private final String className;
  private final int axes;
  private final Margins padding;

  BaseZeroPadding(String className, int axes, Margins padding) {
    this.className = className;
    this.axes = axes;
    this.padding = padding;
  }

  /** What a config says of the zeros. */
  static Margins argument(ConfigReader config, int axes) {
    config.only("data_format", "channels_last");
    return Margins.argument(config, "padding", axes, 1);
  }

  @Override
  public final Value call(CallContext context, List<Value> inputs) {
    Value x = Spatial.require(single(inputs), axes);
    return context.graph().pad(x, padding.beforeAll(), padding.afterAll());
  }

  @Override
  public final String purpose() {
    return "Surrounds the %s with zeros, so that windows can reach beyond its edges."
        .formatted(Spatial.thing(axes));
  }

  @Override
  public final Config config() {
    return baseConfig(className)
        .with("padding", padding.toList())
        .with("data_format", "channels_last");
  }
}
