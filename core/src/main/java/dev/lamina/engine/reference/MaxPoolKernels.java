package dev.lamina.engine.reference;

import dev.lamina.engine.Step;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.Largest;
import dev.lamina.ir.ops.MaxPooling;
import dev.lamina.ir.ops.MaxPoolingGradient;
import dev.lamina.ir.ops.Unary;

/** Max pooling. Its workspace holds, for each output, the flat index of the input that won. */
final class MaxPoolKernels {
  private MaxPoolKernels() {}

  /**
   * {@code y[n,oh,ow,c]} is the largest {@code x[n,ih,iw,c]} of the window, the first of equals;
   * NaN counts as the largest.
   */
  static Step forward(MaxPooling op, Arguments arguments) {
    Array x = arguments.input(0);
    Array y = arguments.output(0);
    Array winners = arguments.outputIfUsed(1);
    return () -> {
      for (int n = 0; n < y.batch(); n++) {
        for (int oh = 0; oh < y.height(); oh++) {
          for (int ow = 0; ow < y.width(); ow++) {
            for (int c = 0; c < y.channels(); c++) {
              int winner = winner(op.window(), x, n, oh, ow, c);
              y.set(n, oh, ow, c, activated(op.activation(), x.get(winner)));
              if (winners != null) {
                winners.set(n, oh, ow, c, winner);
              }
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

  private static int winner(Window window, Array x, int n, int oh, int ow, int c) {
    int winner = -1;
    for (int kh = 0; kh < window.kernelH(); kh++) {
      int ih = Taps.row(window, oh, kh);
      if (!Taps.hasRow(x, ih)) {
        continue;
      }
      for (int kw = 0; kw < window.kernelW(); kw++) {
        int iw = Taps.column(window, ow, kw);
        if (!Taps.hasColumn(x, iw)) {
          continue;
        }
        int candidate = x.index(n, ih, iw, c);
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
