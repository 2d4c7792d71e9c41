package dev.lamina.layers.reshaping;

import dev.lamina.config.ConfigReader;
import dev.lamina.layers.arguments.Margins;

/**
 * Cuts the edges off volumes: {@code (N, D, H, W, C) -> (N, D - front - back, H - top - bottom, W -
 * left - right, C)}.
 *
 * <pre>{@code
 * new Cropping3D(3); // 3 at each side
 * }</pre>
 */
public final class Cropping3D extends BaseCropping<Cropping3D> {
  /** Cuts nothing off. */
  public Cropping3D() {
    this(0);
  }

  /** So many places off each side. */
  public Cropping3D(int cropping) {
    this(Margins.of("cropping", 3, cropping));
  }

  /** So many at both sides of each axis. */
  public Cropping3D(int planes, int rows, int columns) {
    this(Margins.of("cropping", 3, planes, rows, columns));
  }

  /** So many at each of the sides. */
  public Cropping3D(int front, int back, int top, int bottom, int left, int right) {
    this(Margins.of("cropping", 3, front, back, top, bottom, left, right));
  }

  private Cropping3D(Margins cropping) {
    super("Cropping3D", 3, cropping);
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static Cropping3D from(ConfigReader config) {
    return new Cropping3D(argument(config, 3));
  }
}
