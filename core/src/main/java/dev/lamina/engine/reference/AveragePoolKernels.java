package dev.lamina.engine.reference;

import dev.lamina.engine.Step;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.AveragePooling;
import dev.lamina.ir.ops.AveragePoolingGradient;

/** Average pooling: padding is neither added nor counted. */
final class AveragePoolKernels {
  private AveragePoolKernels() {}

  /** {@code y[n,oh,ow,c] = sum over kh,kw of x[n,ih,iw,c] / how many of them lie inside x}. */
  static Step forward(AveragePooling op, Arguments arguments) {
    Array x = arguments.input(0);
    Array y = arguments.output(0);
    Window window = op.window();
    return () -> {
      for (int n = 0; n < y.batch(); n++) {
        for (int oh = 0; oh < y.height(); oh++) {
          for (int ow = 0; ow < y.width(); ow++) {
            int count = rows(window, x, oh) * columns(window, x, ow);
            for (int c = 0; c < y.channels(); c++) {
              y.set(n, oh, ow, c, sum(window, x, n, oh, ow, c) / count);
            }
          }
        }
      }
    };
  }

  private static double sum(Window window, Array x, int n, int oh, int ow, int c) {
    double sum = 0;
    for (int kh = 0; kh < window.kernelH(); kh++) {
      for (int kw = 0; kw < window.kernelW(); kw++) {
        int ih = Taps.row(window, oh, kh);
        int iw = Taps.column(window, ow, kw);
        if (Taps.hasRow(x, ih) && Taps.hasColumn(x, iw)) {
          sum += x.get(n, ih, iw, c);
        }
      }
    }
    return sum;
  }

  /** Each {@code dy} is shared evenly by the inputs of its window. */
  static Step inputGradient(AveragePoolingGradient op, Arguments arguments) {
    Array dy = arguments.input(0);
    Array dx = arguments.output(0);
    Window window = op.window();
    double[] sums = new double[dx.size()];
    return () -> {
      Sums.start(sums, null);
      for (int n = 0; n < dy.batch(); n++) {
        for (int oh = 0; oh < dy.height(); oh++) {
          for (int ow = 0; ow < dy.width(); ow++) {
            int count = rows(window, dx, oh) * columns(window, dx, ow);
            for (int c = 0; c < dy.channels(); c++) {
              share(dy.get(n, oh, ow, c) / count, window, dx, n, oh, ow, c, sums);
            }
          }
        }
      }
      Sums.store(sums, dx);
    };
  }

  private static void share(
      double part, Window window, Array dx, int n, int oh, int ow, int c, double[] sums) {
    for (int kh = 0; kh < window.kernelH(); kh++) {
      for (int kw = 0; kw < window.kernelW(); kw++) {
        int ih = Taps.row(window, oh, kh);
        int iw = Taps.column(window, ow, kw);
        if (Taps.hasRow(dx, ih) && Taps.hasColumn(dx, iw)) {
          sums[dx.index(n, ih, iw, c)] += part;
        }
      }
    }
  }

  /** How many of the window's rows lie inside the input. */
  private static int rows(Window window, Array x, int oh) {
    int count = 0;
    for (int kh = 0; kh < window.kernelH(); kh++) {
      count += Taps.hasRow(x, Taps.row(window, oh, kh)) ? 1 : 0;
    }
    return count;
  }

  /** How many of the window's columns lie inside the input. */
  private static int columns(Window window, Array x, int ow) {
    int count = 0;
    for (int kw = 0; kw < window.kernelW(); kw++) {
      count += Taps.hasColumn(x, Taps.column(window, ow, kw)) ? 1 : 0;
    }
    return count;
  }
}
