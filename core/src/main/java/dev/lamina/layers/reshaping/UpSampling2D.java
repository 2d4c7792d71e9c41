package dev.lamina.layers.reshaping;

import dev.lamina.config.Choices;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.config.UnsupportedConfigException;
import dev.lamina.ir.ops.Interpolation;
import dev.lamina.layers.arguments.Sizes;
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
public final class UpSampling2D extends BaseUpSampling<UpSampling2D> {
  private static final Choices<Interpolation> BY_NAME =
      Choices.of("interpolation", Interpolation.class)
          .withAbsent("bicubic", "lanczos3", "lanczos5");

  private Interpolation interpolation = Interpolation.NEAREST;

  /** Twice as high and wide. */
  public UpSampling2D() {
    this(2);
  }

  /** So many times as high and wide. */
  public UpSampling2D(int size) {
    super(2, size);
  }

  /** So many times as high, and as wide. */
  public UpSampling2D(int rows, int columns) {
    super(2, rows, columns);
  }

  private UpSampling2D(int[] size) {
    super(2, size);
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
  Interpolation interpolation() {
    return interpolation;
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static UpSampling2D from(ConfigReader config) {
    config.only("data_format", "channels_last");
    String interpolation = config.text("interpolation", "nearest");
    if (BY_NAME.find(interpolation) == null) {
      throw new UnsupportedConfigException(
          "interpolation=%s is not supported; only nearest and bilinear are"
              .formatted(interpolation));
    }
    return new UpSampling2D(Sizes.argument(config, "size", 2, 2)).interpolation(interpolation);
  }

  @Override
  public Config config() {
    return baseConfig("UpSampling2D")
        .with("size", size().values())
        .with("data_format", "channels_last")
        .with("interpolation", interpolation.name().toLowerCase(Locale.ROOT));
  }
}
