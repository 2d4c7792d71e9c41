package dev.lamina.contract;

import java.util.Optional;

/**
 * How closely an output must follow the reference's: no element may be off by more than {@code
 * tolerance} times the output's largest magnitude, or times {@code scale} where that is larger. The
 * scale is the size of what was added up: a sum that happens to cancel keeps its terms' error.
 *
 * @param output its name
 * @param tolerance 0 asks for the same numbers
 */
public record Expectation(String output, double tolerance, double scale) {
  /** The difference in words, or nothing where the output is close enough. */
  Optional<String> problem(
      GraphRunner.Result<double[]> received, GraphRunner.Result<double[]> expected) {
    return problem(received.output(output), expected.output(output));
  }

  private Optional<String> problem(double[] received, double[] expected) {
    double allowed = allowed(expected);
    int worst = -1;
    double worstError = allowed;
    for (int i = 0; i < expected.length; i++) {
      double error = error(received[i], expected[i]);
      if (error > worstError) {
        worst = i;
        worstError = error;
      }
    }
    return worst < 0
        ? Optional.empty()
        : Optional.of(
            "output %s, element %d: received %s, expected %s; off by %.3g, allowed %.3g"
                .formatted(output, worst, received[worst], expected[worst], worstError, allowed));
  }

  /** By how much an element may be off where these are expected. */
  double allowed(double[] expected) {
    return tolerance * Math.max(scale, largest(expected));
  }

  private static double largest(double[] values) {
    double largest = 0;
    for (double value : values) {
      if (Double.isFinite(value)) {
        largest = Math.max(largest, Math.abs(value));
      }
    }
    return largest;
  }

  /** Equal infinities and NaNs are no error; unequal ones are an infinite one. */
  private static double error(double received, double expected) {
    if (received == expected || (Double.isNaN(received) && Double.isNaN(expected))) {
      return 0;
    }
    double error = Math.abs(received - expected);
    return Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
  }
}
