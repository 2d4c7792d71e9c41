package dev.lamina.layers.pooling;

import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Op;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.AveragePooling;

/**
 * The mean of each window of volumes, padding left out: {@code (N, D, H, W, C) -> (N, D', H', W',
 * C)}, with sizes as for {@link MaxPool3D}.
 *
 * <pre>{@code
 * new AveragePooling3D(2);
 * }</pre>
 */
public final class AveragePooling3D extends BasePooling<AveragePooling3D> {
  /** Windows of 2x2x2. */
  public AveragePooling3D() {
    this(2);
  }

  /** Windows of {@code poolSize} along each axis. */
  public AveragePooling3D(int poolSize) {
    super("AveragePooling3D", 3, poolSize);
  }

  /** Windows of {@code poolD} planes, {@code poolH} rows and {@code poolW} columns. */
  public AveragePooling3D(int poolD, int poolH, int poolW) {
    super("AveragePooling3D", 3, poolD, poolH, poolW);
  }

  @Override
  Op op(Window window) {
    return new AveragePooling(window);
  }

  @Override
  public String purpose() {
    return "Replaces each %s by its mean: smaller and smoother volumes.".formatted(windowText());
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static AveragePooling3D from(ConfigReader config) {
    return new AveragePooling3D().withArguments(config);
  }
}
