package dev.lamina.layers.regularization;

import dev.lamina.config.ConfigReader;

/**
 * In training, sets a random share of an image's channels to 0, each as a whole, and divides the
 * others by {@code 1 - rate} (Tompson et al., 2015); otherwise passes its input on. The shape
 * {@code (N, H, W, C)} stays.
 *
 * <pre>{@code
 * new SpatialDropout2D(0.2);
 * }</pre>
 */
public final class SpatialDropout2D extends BaseSpatialDropout<SpatialDropout2D> {
  /**
   * A layer that drops this share of the channels.
   *
   * @param rate the share of channels to drop, from 0 to 1
   */
  public SpatialDropout2D(double rate) {
    super("SpatialDropout2D", 2, rate);
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static SpatialDropout2D from(ConfigReader config) {
    return new SpatialDropout2D(config.number("rate")).withArguments(config);
  }
}
