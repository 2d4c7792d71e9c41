package dev.lamina.layers.regularization;

import dev.lamina.config.ConfigReader;

/**
 * In training, sets a random share of a volume's channels to 0, each as a whole, and divides the
 * others by {@code 1 - rate} (Tompson et al., 2015); otherwise passes its input on. The shape
 * {@code (N, D, H, W, C)} stays.
 *
 * <pre>{@code
 * new SpatialDropout3D(0.2);
 * }</pre>
 */
public final class SpatialDropout3D extends BaseSpatialDropout<SpatialDropout3D> {
  /**
   * A layer that drops this share of the channels.
   *
   * @param rate the share of channels to drop, from 0 to 1
   */
  public SpatialDropout3D(double rate) {
    super("SpatialDropout3D", 3, rate);
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static SpatialDropout3D from(ConfigReader config) {
    return new SpatialDropout3D(config.number("rate")).withArguments(config);
  }
}
