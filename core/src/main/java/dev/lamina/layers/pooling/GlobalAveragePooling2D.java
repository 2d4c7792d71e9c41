package dev.lamina.layers.pooling;

import dev.lamina.config.ConfigReader;
import dev.lamina.ir.ops.ReductionFunction;

/**
 * The mean of each whole channel of images: {@code (N, H, W, C) -> (N, C)}, or {@code (N, 1, 1, C)}
 * with {@code keepDims}.
 *
 * <pre>{@code
 * new GlobalAveragePooling2D();
 * }</pre>
 */
public final class GlobalAveragePooling2D extends BaseGlobalPooling<GlobalAveragePooling2D> {
  /** A layer that leaves height and width out. */
  public GlobalAveragePooling2D() {
    super("GlobalAveragePooling2D", 2, ReductionFunction.MEAN);
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static GlobalAveragePooling2D from(ConfigReader config) {
    return new GlobalAveragePooling2D().withArguments(config);
  }
}
