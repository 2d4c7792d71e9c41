package dev.lamina.layers.reshaping;

import dev.lamina.config.ConfigReader;
import dev.lamina.layers.arguments.Margins;

/**
 * Cuts the edges off images: {@code (N, H, W, C) -> (N, H - top - bottom, W - left - right, C)}.
 *
 * <pre>{@code
 * new Cropping2D(3); // 3 at each side
 * new Cropping2D(0, 1, 0, 1); // top, bottom, left, right
 * }</pre>
 */
public final class Cropping2D extends BaseCropping<Cropping2D> {
  /** Cuts nothing off. */
  public Cropping2D() {
    this(0);
  }

  /** So many places off each side. */
  public Cropping2D(int cropping) {
    this(Margins.of("cropping", 2, cropping));
  }

  /** So many at both sides of each axis. */
  public Cropping2D(int rows, int columns) {
    this(Margins.of("cropping", 2, rows, columns));
  }

  /** So many at each of the sides. */
  public Cropping2D(int top, int bottom, int left, int right) {
    this(Margins.of("cropping", 2, top, bottom, left, right));
  }

  private Cropping2D(Margins cropping) {
    super("Cropping2D", 2, cropping);
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static Cropping2D from(ConfigReader config) {
    return new Cropping2D(argument(config, 2));
  }
}
