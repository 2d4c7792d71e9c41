package dev.lamina.benchmarks.protocol;

import java.util.Map;
import java.util.TreeMap;

/**
 * How many weights each network has, moving statistics included: the proof that all run the same.
 */
public final class ParameterCounts {
  private static final Map<String, Long> COUNTS =
      new TreeMap<>(
          Map.of("reference-cnn", 422_538L, "vgg-style", 815_466L, "resnet-20", 274_042L));

  private ParameterCounts() {}

  /**
   * Compares.
   *
   * @throws IllegalStateException if a contestant built something else
   */
  public static void check(String network, long received) {
    if (received != COUNTS.getOrDefault(network, -1L)) {
      throw new IllegalStateException(
          "%s has %d parameters, expected one of %s".formatted(network, received, COUNTS));
    }
  }

  /** The error of a contestant that is asked for something else. */
  public static IllegalArgumentException unknown(String network) {
    return new IllegalArgumentException(
        "unknown network %s, expected one of %s".formatted(network, COUNTS.keySet()));
  }
}
