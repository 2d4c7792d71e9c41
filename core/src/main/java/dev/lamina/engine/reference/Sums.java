package dev.lamina.engine.reference;

import dev.lamina.ir.ops.Unary;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Sums in double, rounded only when they are stored. */
final class Sums {
  private Sums() {}

  /** Sets the sums to the bias, or to zero. */
  static void start(double[] sums, @Nullable Array bias) {
    if (bias == null) {
      Arrays.fill(sums, 0);
      return;
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] = bias.get(i);
    }
  }

  /** Stores the sums, one for each element of the target. */
  static void store(double[] sums, Array target) {
    store(sums, Unary.IDENTITY, target, 0);
  }

  /** Stores the sums, activated, from flat index {@code at} on. */
  static void store(double[] sums, Unary activation, Array target, int at) {
    for (int i = 0; i < sums.length; i++) {
      target.set(at + i, activation.apply(sums[i]));
    }
  }

  /** Sums over all axes but the last: the gradient of a bias. */
  static void ofRows(Array dy, Array dbias, double[] sums) {
    start(sums, null);
    for (int row = 0; row < dy.size(); row += sums.length) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += dy.get(row + i);
      }
    }
    store(sums, dbias);
  }
}
