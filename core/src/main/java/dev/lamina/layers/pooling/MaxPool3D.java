package dev.lamina.layers.pooling;

import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Op;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.MaxPooling;

/**
 * The largest value of each window of volumes: {@code (N, D, H, W, C) -> (N, D', H', W', C)}, each
 * channel on its own. With padding {@code valid} {@code D' = floor((D - pool) / stride) + 1}; with
 * {@code same} {@code D' = ceil(D / stride)}. {@link MaxPooling3D} is the same under Keras's longer
 * name.
 *
 * <pre>{@code
 * new MaxPool3D(2); // halves depth, height and width
 * new MaxPool3D(3).strides(2).padding("same");
 * }</pre>
 */
public sealed class MaxPool3D extends BasePooling<MaxPool3D> permits MaxPooling3D {
  /** Windows of 2x2x2. */
  public MaxPool3D() {
    this(2);
  }

  /** Windows of {@code poolSize} along each axis. */
  public MaxPool3D(int poolSize) {
    super("MaxPooling3D", 3, poolSize);
  }

  /** Windows of {@code poolD} planes, {@code poolH} rows and {@code poolW} columns. */
  public MaxPool3D(int poolD, int poolH, int poolW) {
    super("MaxPooling3D", 3, poolD, poolH, poolW);
  }

  @Override
  final Op op(Window window) {
    return new MaxPooling(window);
  }

  @Override
  public final String purpose() {
    return "Keeps the strongest answer of each %s: smaller volumes, less exact places."
        .formatted(windowText());
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static MaxPool3D from(ConfigReader config) {
    return new MaxPool3D().withArguments(config);
  }
}
