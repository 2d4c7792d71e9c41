package dev.lamina.layers.pooling;

import dev.lamina.config.ConfigReader;
import dev.lamina.ir.ops.ReductionFunction;

/**
 * The mean of each whole channel of sequences: {@code (N, L, C) -> (N, C)}, or {@code (N, 1, C)}
 * with {@code keepDims}.
 *
 * <pre>{@code
 * new GlobalAveragePooling1D();
 * }</pre>
 */
public final class GlobalAveragePooling1D extends BaseGlobalPooling<GlobalAveragePooling1D> {
  /** A layer that leaves length out. */
  public GlobalAveragePooling1D() {
    super("GlobalAveragePooling1D", 1, ReductionFunction.MEAN);
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static GlobalAveragePooling1D from(ConfigReader config) {
    return new GlobalAveragePooling1D().withArguments(config);
  }
}
