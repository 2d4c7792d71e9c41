package dev.lamina.layers.reshaping;

import dev.lamina.config.ConfigReader;
import dev.lamina.layers.arguments.Margins;

/**
 * Puts zeros around images: {@code (N, H, W, C) -> (N, top + H + bottom, left + W + right, C)}.
 *
 * <pre>{@code
 * new ZeroPadding2D(3); // 3 at each side
 * new ZeroPadding2D(0, 1, 0, 1); // top, bottom, left, right
 * }</pre>
 */
public final class ZeroPadding2D extends BaseZeroPadding<ZeroPadding2D> {
  /** One zero at each side. */
  public ZeroPadding2D() {
    this(1);
  }

  /** So many zeros at each side. */
  public ZeroPadding2D(int padding) {
    this(Margins.of("padding", 2, padding));
  }

  /** So many at both sides of each axis. */
  public ZeroPadding2D(int rows, int columns) {
    this(Margins.of("padding", 2, rows, columns));
  }

  /** So many at each of the sides. */
  public ZeroPadding2D(int top, int bottom, int left, int right) {
    this(Margins.of("padding", 2, top, bottom, left, right));
  }

  private ZeroPadding2D(Margins padding) {
    super("ZeroPadding2D", 2, padding);
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static ZeroPadding2D from(ConfigReader config) {
    return new ZeroPadding2D(argument(config, 2));
  }
}
