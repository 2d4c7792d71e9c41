package dev.lamina.layers.reshaping;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;

/**
 * Repeats each place of a sequence: {@code (N, L, C) -> (N, size L, C)}.
 *
 * <pre>{@code
 * new UpSampling1D(); // twice as long
 * }</pre>
 */
public final class UpSampling1D extends BaseUpSampling<UpSampling1D> {
  /** Twice as long. */
  public UpSampling1D() {
    this(2);
  }

  /** So many times as long. */
  public UpSampling1D(int size) {
    super(1, size);
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static UpSampling1D from(ConfigReader config) {
    return new UpSampling1D(config.integer("size", 2));
  }

  @Override
  public Config config() {
    return baseConfig("UpSampling1D").with("size", size().get(0));
  }
}
