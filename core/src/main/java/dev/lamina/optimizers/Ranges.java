package dev.lamina.optimizers;

/** Checks of arguments that several optimizers have. */
final class Ranges {
  private Ranges() {}

  /** {@code value}, which must be from 0 to 1, but not 1. */
  static double belowOne(String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(name + " must be >= 0 and < 1, received " + value);
    }
    return value;
  }
}
