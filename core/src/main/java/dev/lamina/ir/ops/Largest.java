package dev.lamina.ir.ops;

/**
 * The order in which {@link ArgMax}, {@link MaxPooling} and {@link ReductionFunction#MAX} find the
 * largest of several numbers: the first of equals, and NaN before all others, as in NumPy.
 *
 * <pre>{@code
 * Largest.beats(2, 1); // true
 * Largest.beats(2, 2); // false: the first stays
 * Largest.beats(Double.NaN, 2); // true
 * }</pre>
 */
public final class Largest {
  private Largest() {}

  /** Whether {@code challenger} takes the place of {@code largest}, the largest so far. */
  public static boolean beats(double challenger, double largest) {
    return challenger > largest || (Double.isNaN(challenger) && !Double.isNaN(largest));
  }
}
