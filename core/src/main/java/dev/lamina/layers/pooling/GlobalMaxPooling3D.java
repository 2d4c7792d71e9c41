package dev.lamina.layers.pooling;

import dev.lamina.config.ConfigReader;
import dev.lamina.ir.ops.ReductionFunction;

/**
 * The largest value of each whole channel of volumes: {@code (N, D, H, W, C) -> (N, C)}, or {@code
 * (N, 1, 1, 1, C)} with {@code keepDims}. Values that tie for the largest share the gradient
 * evenly.
 *
 * <pre>{@code
 * new GlobalMaxPooling3D();
 * }</pre>
 */
public final class GlobalMaxPooling3D extends BaseGlobalPooling<GlobalMaxPooling3D> {
  /** A layer that leaves depth, height and width out. */
  public GlobalMaxPooling3D() {
    super("GlobalMaxPooling3D", 3, ReductionFunction.MAX);
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static GlobalMaxPooling3D from(ConfigReader config) {
    return new GlobalMaxPooling3D().withArguments(config);
  }
}
