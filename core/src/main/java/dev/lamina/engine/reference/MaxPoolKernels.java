package dev.lamina.engine.reference;

import dev.lamina.engine.Step;
import dev.lamina.ir.ops.Largest;
import dev.lamina.ir.ops.MaxPooling;
import dev.lamina.ir.ops.MaxPoolingGradient;
import dev.lamina.ir.ops.Unary;

/** Max pooling. Its workspace holds, for each output, the flat index of the input that won. */
final class MaxPoolKernels {
  private MaxPoolKernels() {}

  /**
   * {@code y[n,o,c]} is the largest {@code x[n,i,c]} of the window, the first of equals; NaN counts
   * as the largest.
   */
  static Step forward(MaxPooling op, Arguments arguments) {
    Array x = arguments.input(0);
    Array y = arguments.output(0);
    Array winners = arguments.outputIfUsed(1);
    Taps taps = Taps.ofOutputs(op.window(), x.shape(), y.shape());
    return () -> {
      for (int n = 0; n < y.batch(); n++) {
        for (int o = 0; o < y.places(); o++) {
          int[] inputs = taps.of(o);
          for (int c = 0; c < y.channels(); c++) {
            int winner = winner(x, n, inputs, c);
            y.set(y.index(n, o, c), activated(op.activation(), x.get(winner)));
            if (winners != null) {
              winners.set(y.index(n, o, c), winner);
            }
          }
        }
      }
    };
  }

  /** The identity as a function would turn minus zero into zero. */
  private static double activated(Unary activation, double x) {
    return activation.isIdentity() ? x : activation.apply(x);
  }

  private static int winner(Array x, int n, int[] inputs, int c) {
    int winner = -1;
    for (int input : inputs) {
      if (input != Taps.NONE) {
        int candidate = x.index(n, input, c);
        if (winner < 0 || Largest.beats(x.get(candidate), x.get(winner))) {
          winner = candidate;
        }
      }
    }
    return winner;
  }

  /** Each {@code dy} goes to the input that won its window; an input may win several. */
  static Step inputGradient(MaxPoolingGradient op, Arguments arguments) {
    Array winners = arguments.input(0);
    Array dy = arguments.input(1);
    Array dx = arguments.output(0);
    double[] sums = new double[dx.size()];
    return () -> {
      Sums.start(sums, null);
      for (int i = 0; i < dy.size(); i++) {
        sums[(int) winners.get(i)] += dy.get(i);
      }
      Sums.store(sums, dx);
    };
  }
}
