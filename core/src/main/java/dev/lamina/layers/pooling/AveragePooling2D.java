package dev.lamina.layers.pooling;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Op;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.AveragePooling;

/**
 * The mean of each window, padding left out: {@code (N, H, W, C) -> (N, H', W', C)}, with sizes as
 * for {@link MaxPool2D}.
 *
 * <pre>{@code
 * new AveragePooling2D(2);
 * }</pre>
 */
public final class AveragePooling2D extends Pooling2D<AveragePooling2D> {
  /** Windows of 2x2. */
  public AveragePooling2D() {
    this(2);
  }

  public AveragePooling2D(int poolSize) {
    this(poolSize, poolSize);
  }

  /** Windows of {@code poolH} rows and {@code poolW} columns. */
  public AveragePooling2D(int poolH, int poolW) {
    super(poolH, poolW);
  }

  @Override
  Op op(Window window) {
    return new AveragePooling(window);
  }

  @Override
  public String purpose() {
    return "Replaces each %dx%d window by its mean: smaller and smoother images."
        .formatted(poolSize().h(), poolSize().w());
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static AveragePooling2D from(ConfigReader config) {
    return new AveragePooling2D().withArguments(config);
  }

  @Override
  public Config config() {
    return poolingConfig("AveragePooling2D");
  }
}
