package dev.lamina.ir.ops;

/** The error function in double precision. */
final class Erf {
  private Erf() {}

  /**
   * The standard normal distribution function. Within three of the origin erf is summed by its
   * Maclaurin series in Kummer's form, whose terms are all positive; beyond, erfc is taken from its
   * continued fraction (Abramowitz and Stegun, 7.1.6 and 7.1.14).
   */
  static double normalCdf(double x) {
    double z = x / Math.sqrt(2);
    return Math.abs(z) < 3 ? 0.5 * (1 + series(z)) : z > 0 ? 1 - 0.5 * tail(z) : 0.5 * tail(-z);
  }

  private static double series(double z) {
    double term = z;
    double sum = z;
    for (int n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
      term *= 2 * z * z / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-z * z) * sum;
  }

  private static double tail(double z) {
    double fraction = z;
    for (int n = 60; n >= 1; n--) {
      fraction = z + n / 2.0 / fraction;
    }
    return Math.exp(-z * z) / (Math.sqrt(Math.PI) * fraction);
  }
}
