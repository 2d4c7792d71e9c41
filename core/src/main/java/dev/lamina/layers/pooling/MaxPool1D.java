package dev.lamina.layers.pooling;

import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Op;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.MaxPooling;

/**
 * The largest value of each window of sequences: {@code (N, L, C) -> (N, L', C)}, each channel on
 * its own. With padding {@code valid} {@code L' = floor((L - pool) / stride) + 1}; with {@code
 * same} {@code L' = ceil(L / stride)}. {@link MaxPooling1D} is the same under Keras's longer name.
 *
 * <pre>{@code
 * new MaxPool1D(2); // halves the length
 * new MaxPool1D(3).strides(2).padding("same");
 * }</pre>
 */
public sealed class MaxPool1D extends BasePooling<MaxPool1D> permits MaxPooling1D {
  /** Windows of 2. */
  public MaxPool1D() {
    this(2);
  }

  /** Windows of {@code poolSize}. */
  public MaxPool1D(int poolSize) {
    super("MaxPooling1D", 1, poolSize);
  }

  @Override
  final Op op(Window window) {
    return new MaxPooling(window);
  }

  @Override
  public final String purpose() {
    return "Keeps the strongest answer of each %s: smaller sequences, less exact places."
        .formatted(windowText());
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static MaxPool1D from(ConfigReader config) {
    return new MaxPool1D().withArguments(config);
  }
}
