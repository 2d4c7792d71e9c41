package dev.lamina.layers.reshaping;

import dev.lamina.config.ConfigReader;
import dev.lamina.layers.arguments.Margins;

/**
 * Puts zeros around sequences: {@code (N, L, C) -> (N, start + L + end, C)}.
 *
 * <pre>{@code
 * new ZeroPadding1D(3); // 3 at each side
 * }</pre>
 */
public final class ZeroPadding1D extends BaseZeroPadding<ZeroPadding1D> {
  /** One zero at each side. */
  public ZeroPadding1D() {
    this(1);
  }

  /** So many zeros at each side. */
  public ZeroPadding1D(int padding) {
    this(Margins.of("padding", 1, padding));
  }

  /** So many at the start and at the end. */
  public ZeroPadding1D(int start, int end) {
    this(Margins.of("padding", 1, start, end));
  }

  private ZeroPadding1D(Margins padding) {
    super("ZeroPadding1D", 1, padding);
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static ZeroPadding1D from(ConfigReader config) {
    return new ZeroPadding1D(argument(config, 1));
  }
}
