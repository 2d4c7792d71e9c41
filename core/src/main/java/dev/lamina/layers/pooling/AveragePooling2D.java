package dev.lamina.layers.pooling;

import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Op;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.AveragePooling;

/**
 * The mean of each window of images, padding left out: {@code (N, H, W, C) -> (N, H', W', C)}, with
 * sizes as for {@link MaxPool2D}.
 *
 * <pre>{@code
 * new AveragePooling2D(2);
 * }</pre>
 */
public final class AveragePooling2D extends BasePooling<AveragePooling2D> {
  /** Windows of 2x2. */
  public AveragePooling2D() {
    this(2);
  }

  /** Windows of {@code poolSize} along each axis. */
  public AveragePooling2D(int poolSize) {
    super("AveragePooling2D", 2, poolSize);
  }

  /** Windows of {@code poolH} rows and {@code poolW} columns. */
  public AveragePooling2D(int poolH, int poolW) {
    super("AveragePooling2D", 2, poolH, poolW);
  }

  @Override
  Op op(Window window) {
    return new AveragePooling(window);
  }

  @Override
  public String purpose() {
    return "Replaces each %s by its mean: smaller and smoother images.".formatted(windowText());
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static AveragePooling2D from(ConfigReader config) {
    return new AveragePooling2D().withArguments(config);
  }
}
