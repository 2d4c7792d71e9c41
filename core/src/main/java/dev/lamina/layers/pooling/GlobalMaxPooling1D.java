package dev.lamina.layers.pooling;

import dev.lamina.config.ConfigReader;
import dev.lamina.ir.ops.ReductionFunction;

/**
 * The largest value of each whole channel of sequences: {@code (N, L, C) -> (N, C)}, or {@code (N,
 * 1, C)} with {@code keepDims}. Values that tie for the largest share the gradient evenly.
 *
 * <pre>{@code
 * new GlobalMaxPooling1D();
 * }</pre>
 */
public final class GlobalMaxPooling1D extends BaseGlobalPooling<GlobalMaxPooling1D> {
  /** A layer that leaves length out. */
  public GlobalMaxPooling1D() {
    super("GlobalMaxPooling1D", 1, ReductionFunction.MAX);
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static GlobalMaxPooling1D from(ConfigReader config) {
    return new GlobalMaxPooling1D().withArguments(config);
  }
}
