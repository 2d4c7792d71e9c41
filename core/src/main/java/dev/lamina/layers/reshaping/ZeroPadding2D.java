package dev.lamina.layers.reshaping;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.FluentLayer;
import dev.lamina.layers.arguments.Images;
import dev.lamina.layers.arguments.Margins;
import java.util.List;

/**
 * Puts rows and columns of zeros around images: {@code (N, H, W, C) -> (N, top + H + bottom, left +
 * W + right, C)}.
 *
 * <pre>{@code
 * new ZeroPadding2D(3); // 3 at each side
 * new ZeroPadding2D(0, 1, 0, 1); // top, bottom, left, right
 * }</pre>
 */
public final class ZeroPadding2D extends FluentLayer<ZeroPadding2D> {
  private final Margins padding;

  /** One row or column at each side. */
  public ZeroPadding2D() {
    this(1);
  }

  /** So many rows or columns at each side. */
  public ZeroPadding2D(int padding) {
    this(padding, padding);
  }

  /** So many rows at the top and the bottom, and columns at the left and the right. */
  public ZeroPadding2D(int rows, int columns) {
    this(rows, rows, columns, columns);
  }

  /** So many rows and columns at each of the sides. */
  public ZeroPadding2D(int top, int bottom, int left, int right) {
    padding = Margins.of("padding", top, bottom, left, right);
  }

  @Override
  public Value call(CallContext context, List<Value> inputs) {
    return context
        .graph()
        .pad(
            Images.require(single(inputs)),
            List.of(0, padding.top(), padding.left(), 0),
            List.of(0, padding.bottom(), padding.right(), 0));
  }

  @Override
  public String purpose() {
    return "Surrounds the image with zeros, so that windows can reach beyond its edges.";
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static ZeroPadding2D from(ConfigReader config) {
    config.only("data_format", "channels_last");
    Margins padding = Margins.argument(config, "padding", 1);
    return new ZeroPadding2D(padding.top(), padding.bottom(), padding.left(), padding.right());
  }

  @Override
  public Config config() {
    return baseConfig("ZeroPadding2D")
        .with("padding", padding.toList())
        .with("data_format", "channels_last");
  }
}
