package dev.lamina.layers.pooling;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.ReductionFunction;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.FluentLayer;
import dev.lamina.layers.arguments.Images;
import java.util.List;

/**
 * The mean of each whole channel: {@code (N, H, W, C) -> (N, C)}, or {@code (N, 1, 1, C)} with
 * {@code keepDims}.
 *
 * <pre>{@code
 * new GlobalAveragePooling2D();
 * }</pre>
 */
public final class GlobalAveragePooling2D extends FluentLayer<GlobalAveragePooling2D> {
  private boolean keepDims;

  /** A copy that keeps height and width as axes of size 1, or not, the default. */
  public GlobalAveragePooling2D keepDims(boolean keepDims) {
    GlobalAveragePooling2D copy = copy();
    copy.keepDims = keepDims;
    return copy;
  }

  @Override
  public Value call(CallContext context, List<Value> inputs) {
    Value x = Images.require(single(inputs));
    return context.graph().reduce(ReductionFunction.MEAN, x, List.of(1, 2), keepDims);
  }

  @Override
  public String purpose() {
    return "Averages each channel over the whole image: what is there, no longer where.";
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static GlobalAveragePooling2D from(ConfigReader config) {
    config.only("data_format", "channels_last");
    return new GlobalAveragePooling2D().keepDims(config.flag("keepdims", false));
  }

  @Override
  public Config config() {
    return baseConfig("GlobalAveragePooling2D")
        .with("data_format", "channels_last")
        .with("keepdims", keepDims);
  }
}
