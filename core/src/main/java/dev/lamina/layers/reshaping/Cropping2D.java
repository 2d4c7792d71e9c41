package dev.lamina.layers.reshaping;

import dev.lamina.ShapeException;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.FluentLayer;
import dev.lamina.layers.arguments.Images;
import dev.lamina.layers.arguments.Margins;
import java.util.List;

/**
 * Cuts rows and columns off images: {@code (N, H, W, C) -> (N, H - top - bottom, W - left - right,
 * C)}.
 *
 * <pre>{@code
 * new Cropping2D(2); // 2 off each side
 * new Cropping2D(0, 1, 0, 1); // top, bottom, left, right
 * }</pre>
 */
public final class Cropping2D extends FluentLayer<Cropping2D> {
  private final Margins cropping;

  /** Cuts nothing off. */
  public Cropping2D() {
    this(0);
  }

  /** Cuts so many rows or columns off each side. */
  public Cropping2D(int cropping) {
    this(cropping, cropping);
  }

  /** Cuts so many rows off top and bottom, and columns off left and right. */
  public Cropping2D(int rows, int columns) {
    this(rows, rows, columns, columns);
  }

  /** Cuts so many rows and columns off each of the sides. */
  public Cropping2D(int top, int bottom, int left, int right) {
    cropping = Margins.of("cropping", top, bottom, left, right);
  }

  @Override
  public Value call(CallContext context, List<Value> inputs) {
    Value x = Images.require(single(inputs));
    Shape shape = x.shape();
    long height = (long) shape.dim(1) - cropping.top() - cropping.bottom();
    long width = (long) shape.dim(2) - cropping.left() - cropping.right();
    if (height < 1 || width < 1) {
      throw new ShapeException(
          "cropping=%s leaves nothing of images of %dx%d; crop less than their height and width"
              .formatted(cropping.toList(), shape.dim(1), shape.dim(2)));
    }
    return context
        .graph()
        .slice(
            x,
            List.of(0, cropping.top(), cropping.left(), 0),
            shape.with(1, (int) height).with(2, (int) width));
  }

  @Override
  public String purpose() {
    return "Cuts the edges off the image.";
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static Cropping2D from(ConfigReader config) {
    config.only("data_format", "channels_last");
    Margins cropping = Margins.argument(config, "cropping", 0);
    return new Cropping2D(cropping.top(), cropping.bottom(), cropping.left(), cropping.right());
  }

  @Override
  public Config config() {
    return baseConfig("Cropping2D")
        .with("cropping", cropping.toList())
        .with("data_format", "channels_last");
  }
}
