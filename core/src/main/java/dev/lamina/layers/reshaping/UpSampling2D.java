package dev.lamina.layers.reshaping;

import dev.lamina.config.Choices;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.config.UnsupportedConfigException;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.Interpolation;
import dev.lamina.ir.ops.Resampling;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.FluentLayer;
import dev.lamina.layers.arguments.Images;
import dev.lamina.layers.arguments.Pair;
import java.util.List;
import java.util.Locale;

/**
 * Enlarges images by whole factors: {@code (N, H, W, C) -> (N, rows H, columns W, C)}. With {@code
 * nearest}, the default, each pixel is repeated. With {@code bilinear} pixels are blended by their
 * distances, centers lying at halves; beyond the edges the outermost pixels go on.
 *
 * <pre>{@code
 * new UpSampling2D(); // doubles height and width
 * new UpSampling2D(4).interpolation("bilinear");
 * }</pre>
 */
public final class UpSampling2D extends FluentLayer<UpSampling2D> {
  private static final Choices<Interpolation> BY_NAME =
      Choices.of("interpolation", Interpolation.class)
          .withAbsent("bicubic", "lanczos3", "lanczos5");

  private final Pair size;
  private Interpolation interpolation = Interpolation.NEAREST;

  /** Twice as high and wide. */
  public UpSampling2D() {
    this(2);
  }

  /** So many times as high and wide. */
  public UpSampling2D(int size) {
    this(size, size);
  }

  /** So many times as high, and as wide. */
  public UpSampling2D(int rows, int columns) {
    size = Pair.of("size", rows, columns);
  }

  /**
   * A copy that finds the new pixels like this: {@code nearest}, the default, or {@code bilinear}.
   */
  public UpSampling2D interpolation(String interpolation) {
    UpSampling2D copy = copy();
    copy.interpolation = BY_NAME.get(interpolation);
    return copy;
  }

  @Override
  public Value call(CallContext context, List<Value> inputs) {
    Value x = Images.require(single(inputs));
    return size.isAboveOne()
        ? context.graph().add(new Resampling(size.h(), size.w(), interpolation), x)
        : x;
  }

  @Override
  public String purpose() {
    return "Makes the image larger, as decoders do on their way back to the full size.";
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static UpSampling2D from(ConfigReader config) {
    config.only("data_format", "channels_last");
    int[] size = config.pair("size", 2);
    String interpolation = config.text("interpolation", "nearest");
    if (BY_NAME.find(interpolation) == null) {
      throw new UnsupportedConfigException(
          "interpolation=%s is not supported; only nearest and bilinear are"
              .formatted(interpolation));
    }
    return new UpSampling2D(size[0], size[1]).interpolation(interpolation);
  }

  @Override
  public Config config() {
    return baseConfig("UpSampling2D")
        .with("size", size.toList())
        .with("data_format", "channels_last")
        .with("interpolation", interpolation.name().toLowerCase(Locale.ROOT));
  }
}
