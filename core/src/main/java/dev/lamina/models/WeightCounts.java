package dev.lamina.models;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Counts weights. */
final class WeightCounts {
  private WeightCounts() {}

  static long count(List<WeightSpec> weights) {
    return weights.stream().mapToLong(weight -> weight.shape().size()).sum();
  }

  /** For example {@code kernel 3*3*1*32 + bias 32}. */
  static String worked(String layer, List<WeightSpec> weights) {
    return weights.stream()
        .map(weight -> weight.name().substring(layer.length() + 1) + " " + product(weight))
        .collect(Collectors.joining(" + "));
  }

  private static String product(WeightSpec weight) {
    return product(weight.shape().toArray());
  }

  /** For example {@code 3*3*1*32}; 1 for a scalar. */
  static String product(int... dims) {
    IntStream factors = dims.length == 0 ? IntStream.of(1) : Arrays.stream(dims);
    return factors.mapToObj(String::valueOf).collect(Collectors.joining("*"));
  }
}
