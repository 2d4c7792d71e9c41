package dev.lamina.layers.pooling;

import dev.lamina.config.ConfigReader;
import dev.lamina.ir.ops.ReductionFunction;

/**
 * The largest value of each whole channel of images: {@code (N, H, W, C) -> (N, C)}, or {@code (N,
 * 1, 1, C)} with {@code keepDims}. Values that tie for the largest share the gradient evenly.
 * {@link GlobalMaxPool2D} is the same under Keras's shorter name.
 *
 * <pre>{@code
 * new GlobalMaxPooling2D();
 * }</pre>
 */
public sealed class GlobalMaxPooling2D extends BaseGlobalPooling<GlobalMaxPooling2D>
    permits GlobalMaxPool2D {
  /** A layer that leaves height and width out. */
  public GlobalMaxPooling2D() {
    super("GlobalMaxPooling2D", 2, ReductionFunction.MAX);
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static GlobalMaxPooling2D from(ConfigReader config) {
    return new GlobalMaxPooling2D().withArguments(config);
  }
}
