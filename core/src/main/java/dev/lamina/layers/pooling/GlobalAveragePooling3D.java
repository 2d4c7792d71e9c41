package dev.lamina.layers.pooling;

import dev.lamina.config.ConfigReader;
import dev.lamina.ir.ops.ReductionFunction;

/**
 * The mean of each whole channel of volumes: {@code (N, D, H, W, C) -> (N, C)}, or {@code (N, 1, 1,
 * 1, C)} with {@code keepDims}.
 *
 * <pre>{@code
 * new GlobalAveragePooling3D();
 * }</pre>
 */
public final class GlobalAveragePooling3D extends BaseGlobalPooling<GlobalAveragePooling3D> {
  /** A layer that leaves depth, height and width out. */
  public GlobalAveragePooling3D() {
    super("GlobalAveragePooling3D", 3, ReductionFunction.MEAN);
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static GlobalAveragePooling3D from(ConfigReader config) {
    return new GlobalAveragePooling3D().withArguments(config);
  }
}
