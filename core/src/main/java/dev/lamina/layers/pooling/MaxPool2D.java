package dev.lamina.layers.pooling;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Op;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.MaxPooling;

/**
 * Keeps the largest value of each window: {@code (N, H, W, C) -> (N, H', W', C)}. With padding
 * {@code valid} {@code H' = floor((H - pool) / stride) + 1}; with {@code same} {@code H' = ceil(H /
 * stride)}. {@link MaxPooling2D} is the same under Keras's longer name.
 *
 * <pre>{@code
 * new MaxPool2D(2); // halves height and width
 * new MaxPool2D(3).strides(2).padding("same");
 * }</pre>
 */
public sealed class MaxPool2D extends Pooling2D<MaxPool2D> permits MaxPooling2D {
  /** Windows of 2x2. */
  public MaxPool2D() {
    this(2);
  }

  public MaxPool2D(int poolSize) {
    this(poolSize, poolSize);
  }

  /** Windows of {@code poolH} rows and {@code poolW} columns. */
  public MaxPool2D(int poolH, int poolW) {
    super(poolH, poolW);
  }

  @Override
  final Op op(Window window) {
    return new MaxPooling(window);
  }

  @Override
  public final String purpose() {
    return "Keeps the strongest answer of each %dx%d window: smaller images, less exact places."
        .formatted(poolSize().h(), poolSize().w());
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static MaxPool2D from(ConfigReader config) {
    return new MaxPool2D().withArguments(config);
  }

  @Override
  public final Config config() {
    return poolingConfig("MaxPooling2D");
  }
}
