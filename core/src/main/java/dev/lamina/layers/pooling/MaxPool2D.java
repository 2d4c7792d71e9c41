package dev.lamina.layers.pooling;

import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Op;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.MaxPooling;

/**
 * The largest value of each window of images: {@code (N, H, W, C) -> (N, H', W', C)}, each channel
 * on its own. With padding {@code valid} {@code H' = floor((H - pool) / stride) + 1}; with {@code
 * same} {@code H' = ceil(H / stride)}. {@link MaxPooling2D} is the same under Keras's longer name.
 *
 * <pre>{@code
 * new MaxPool2D(2); // halves height and width
 * new MaxPool2D(3).strides(2).padding("same");
 * }</pre>
 */
public sealed class MaxPool2D extends BasePooling<MaxPool2D> permits MaxPooling2D {
  /** Windows of 2x2. */
  public MaxPool2D() {
    this(2);
  }

  /** Windows of {@code poolSize} along each axis. */
  public MaxPool2D(int poolSize) {
    super("MaxPooling2D", 2, poolSize);
  }

  /** Windows of {@code poolH} rows and {@code poolW} columns. */
  public MaxPool2D(int poolH, int poolW) {
    super("MaxPooling2D", 2, poolH, poolW);
  }

  @Override
  final Op op(Window window) {
    return new MaxPooling(window);
  }

  @Override
  public final String purpose() {
    return "Keeps the strongest answer of each %s: smaller images, less exact places."
        .formatted(windowText());
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static MaxPool2D from(ConfigReader config) {
    return new MaxPool2D().withArguments(config);
  }
}
