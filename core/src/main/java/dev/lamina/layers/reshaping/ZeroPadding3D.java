package dev.lamina.layers.reshaping;

import dev.lamina.config.ConfigReader;
import dev.lamina.layers.arguments.Margins;

/**
 * Puts zeros around volumes: {@code (N, D, H, W, C) -> (N, front + D + back, top + H + bottom, left
 * + W + right, C)}.
 *
 * <pre>{@code
 * new ZeroPadding3D(3); // 3 at each side
 * }</pre>
 */
public final class ZeroPadding3D extends BaseZeroPadding<ZeroPadding3D> {
  /** One zero at each side. */
  public ZeroPadding3D() {
    this(1);
  }

  /** So many zeros at each side. */
  public ZeroPadding3D(int padding) {
    this(Margins.of("padding", 3, padding));
  }

  /** So many at both sides of each axis. */
  public ZeroPadding3D(int planes, int rows, int columns) {
    this(Margins.of("padding", 3, planes, rows, columns));
  }

  /** So many at each of the sides. */
  public ZeroPadding3D(int front, int back, int top, int bottom, int left, int right) {
    this(Margins.of("padding", 3, front, back, top, bottom, left, right));
  }

  private ZeroPadding3D(Margins padding) {
    super("ZeroPadding3D", 3, padding);
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static ZeroPadding3D from(ConfigReader config) {
    return new ZeroPadding3D(argument(config, 3));
  }
}
