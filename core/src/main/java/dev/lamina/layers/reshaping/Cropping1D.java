package dev.lamina.layers.reshaping;

import dev.lamina.config.ConfigReader;
import dev.lamina.layers.arguments.Margins;

/**
 * Cuts the edges off sequences: {@code (N, L, C) -> (N, L - start - end, C)}.
 *
 * <pre>{@code
 * new Cropping1D(3); // 3 at each side
 * }</pre>
 */
public final class Cropping1D extends BaseCropping<Cropping1D> {
  /** Cuts one place off each end. */
  public Cropping1D() {
    this(1);
  }

  /** So many places off each side. */
  public Cropping1D(int cropping) {
    this(Margins.of("cropping", 1, cropping));
  }

  /** So many at the start and at the end. */
  public Cropping1D(int start, int end) {
    this(Margins.of("cropping", 1, start, end));
  }

  private Cropping1D(Margins cropping) {
    super("Cropping1D", 1, cropping);
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static Cropping1D from(ConfigReader config) {
    return new Cropping1D(argument(config, 1));
  }
}
