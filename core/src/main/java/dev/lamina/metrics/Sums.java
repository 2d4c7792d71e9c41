package dev.lamina.metrics;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The sums of a {@link StateMetric} over some batches.
 *
 * <pre>{@code
 * double share = sums.number("yes") / sums.number("all");
 * }</pre>
 */
public final class Sums {
  private final Map<String, double[]> byName;

  /**
   * Sums by the names that the metric gave them, each in row-major order.
   *
   * @param byName not copied
   */
  public Sums(Map<String, double[]> byName) {
    this.byName = new LinkedHashMap<>(byName);
  }

  /**
   * A sum of one number.
   *
   * @throws IllegalArgumentException if there is none of this name, or it has several numbers
   */
  public double number(String name) {
    double[] sum = array(name);
    if (sum.length != 1) {
      throw new IllegalArgumentException(
          "the sum \"%s\" has %d numbers, expected 1; use array".formatted(name, sum.length));
    }
    return sum[0];
  }

  /**
   * The numbers of a sum, in row-major order.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public double[] array(String name) {
    double[] sum = byName.get(name);
    if (sum == null) {
      throw new IllegalArgumentException(
          "there is no sum \"%s\"; update gave %s".formatted(name, byName.keySet()));
    }
    return sum;
  }

  /** For people: the names. */
  @Override
  public String toString() {
    return "sums " + byName.keySet();
  }
}
