package dev.lamina.layers.pooling;

import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Op;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.AveragePooling;

/**
 * The mean of each window of sequences, padding left out: {@code (N, L, C) -> (N, L', C)}, with
 * sizes as for {@link MaxPool1D}.
 *
 * <pre>{@code
 * new AveragePooling1D(2);
 * }</pre>
 */
public final class AveragePooling1D extends BasePooling<AveragePooling1D> {
  /** Windows of 2. */
  public AveragePooling1D() {
    this(2);
  }

  /** Windows of {@code poolSize}. */
  public AveragePooling1D(int poolSize) {
    super("AveragePooling1D", 1, poolSize);
  }

  @Override
  Op op(Window window) {
    return new AveragePooling(window);
  }

  @Override
  public String purpose() {
    return "Replaces each %s by its mean: smaller and smoother sequences.".formatted(windowText());
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static AveragePooling1D from(ConfigReader config) {
    return new AveragePooling1D().withArguments(config);
  }
}
