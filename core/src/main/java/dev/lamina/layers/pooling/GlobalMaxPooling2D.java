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
 * The largest value of each whole channel: {@code (N, H, W, C) -> (N, C)}, or {@code (N, 1, 1, C)}
 * with {@code keepDims}. Values that tie for the largest share the gradient evenly. {@link
 * GlobalMaxPool2D} is the same under Keras's shorter name.
 *
 * <pre>{@code
 * new GlobalMaxPooling2D();
 * }</pre>
 */
public sealed class GlobalMaxPooling2D extends FluentLayer<GlobalMaxPooling2D>
    permits GlobalMaxPool2D {
  private boolean keepDims;

  /** A layer that leaves height and width out. */
  public GlobalMaxPooling2D() {}

  /** A copy that keeps height and width as axes of size 1, or not, the default. */
  public final GlobalMaxPooling2D keepDims(boolean keepDims) {
    GlobalMaxPooling2D copy = copy();
    copy.keepDims = keepDims;
    return copy;
  }

  @Override
  public final Value call(CallContext context, List<Value> inputs) {
    Value x = Images.require(single(inputs));
    return context.graph().reduce(ReductionFunction.MAX, x, List.of(1, 2), keepDims);
  }

  @Override
  public final String purpose() {
    return "Keeps the strongest answer of each channel: whether something is there, no longer where.";
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static GlobalMaxPooling2D from(ConfigReader config) {
    config.only("data_format", "channels_last");
    return new GlobalMaxPooling2D().keepDims(config.flag("keepdims", false));
  }

  @Override
  public final Config config() {
    return baseConfig("GlobalMaxPooling2D")
        .with("data_format", "channels_last")
        .with("keepdims", keepDims);
  }
}
