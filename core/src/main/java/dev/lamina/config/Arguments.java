package dev.lamina.config;

/**
 * Checks of arguments, with messages that say what was expected and what was received.
 *
 * <pre>{@code
 * this.filters = Arguments.positive("filters", filters); // filters must be >= 1, received 0
 * }</pre>
 */
public final class Arguments {
  private Arguments() {}

  /** {@code value}, which must be at least 1. */
  public static int positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be >= 1, received " + value);
    }
    return value;
  }

  /** {@code value}, which must be finite and above 0. */
  public static double positive(String name, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + " must be a number > 0, received " + value);
    }
    return value;
  }

  /** {@code value}, which must be finite and not below 0. */
  public static double notNegative(String name, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + " must be a number >= 0, received " + value);
    }
    return value;
  }

  /** {@code value}, which must be from 0 to 1. */
  public static double fraction(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must be from 0 to 1, received " + value);
    }
    return value;
  }

  /** {@code value}, which must be finite. */
  public static double finite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " must be a finite number, received " + value);
    }
    return value;
  }
}
