package dev.lamina.layers.regularization;

import dev.lamina.config.ConfigReader;

/**
 * In training, sets a random share of a sequence's channels to 0, each as a whole, and divides the
 * others by {@code 1 - rate} (Tompson et al., 2015); otherwise passes its input on. The shape
 * {@code (N, L, C)} stays.
 *
 * <pre>{@code
 * new SpatialDropout1D(0.2);
 * }</pre>
 */
public final class SpatialDropout1D extends BaseSpatialDropout<SpatialDropout1D> {
  /**
   * A layer that drops this share of the channels.
   *
   * @param rate the share of channels to drop, from 0 to 1
   */
  public SpatialDropout1D(double rate) {
    super("SpatialDropout1D", 1, rate);
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static SpatialDropout1D from(ConfigReader config) {
    return new SpatialDropout1D(config.number("rate")).withArguments(config);
  }
}
