package dev.lamina.layers.reshaping;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.layers.arguments.Sizes;

/**
 * Repeats each voxel of a volume: {@code (N, D, H, W, C) -> (N, planes D, rows H, columns W, C)}.
 *
 * <pre>{@code
 * new UpSampling3D(); // doubles depth, height and width
 * }</pre>
 */
public final class UpSampling3D extends BaseUpSampling<UpSampling3D> {
  /** Twice as large along each axis. */
  public UpSampling3D() {
    this(2);
  }

  /** So many times as large along each axis. */
  public UpSampling3D(int size) {
    super(3, size);
  }

  /** So many times as large along each of the axes. */
  public UpSampling3D(int planes, int rows, int columns) {
    super(3, planes, rows, columns);
  }

  private UpSampling3D(int[] size) {
    super(3, size);
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static UpSampling3D from(ConfigReader config) {
    config.only("data_format", "channels_last");
    return new UpSampling3D(Sizes.argument(config, "size", 3, 2));
  }

  @Override
  public Config config() {
    return baseConfig("UpSampling3D")
        .with("size", size().values())
        .with("data_format", "channels_last");
  }
}
