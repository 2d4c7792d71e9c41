package dev.lamina.engine.reference;

import dev.lamina.engine.Step;
import dev.lamina.ir.ops.AveragePooling;
import dev.lamina.ir.ops.AveragePoolingGradient;

/** Average pooling: padding is neither added nor counted. */
final class AveragePoolKernels {
  private AveragePoolKernels() {}

  /** {@code y[n,o,c] = sum over taps of x[n,i,c] / how many of them lie inside x}. */
  static Step forward(AveragePooling op, Arguments arguments) {
    Array x = arguments.input(0);
    Array y = arguments.output(0);
    Taps taps = Taps.ofOutputs(op.window(), x.shape(), y.shape());
    return () -> {
      for (int n = 0; n < y.batch(); n++) {
        for (int o = 0; o < y.places(); o++) {
          int[] inputs = taps.of(o);
          int count = count(inputs);
          for (int c = 0; c < y.channels(); c++) {
            y.set(y.index(n, o, c), sum(x, n, inputs, c) / count);
          }
        }
      }
    };
  }

  private static double sum(Array x, int n, int[] inputs, int c) {
    double sum = 0;
    for (int input : inputs) {
      if (input != Taps.NONE) {
        sum += x.get(n, input, c);
      }
    }
    return sum;
  }

  /** Each {@code dy} is shared evenly by the inputs of its window. */
  static Step inputGradient(AveragePoolingGradient op, Arguments arguments) {
    Array dy = arguments.input(0);
    Array dx = arguments.output(0);
    Taps taps = Taps.ofOutputs(op.window(), dx.shape(), dy.shape());
    double[] sums = new double[dx.size()];
    return () -> {
      Sums.start(sums, null);
      for (int n = 0; n < dy.batch(); n++) {
        for (int o = 0; o < dy.places(); o++) {
          int[] inputs = taps.of(o);
          int count = count(inputs);
          for (int c = 0; c < dy.channels(); c++) {
            share(dy.get(n, o, c) / count, dx, n, inputs, c, sums);
          }
        }
      }
      Sums.store(sums, dx);
    };
  }

  private static void share(double part, Array dx, int n, int[] inputs, int c, double[] sums) {
    for (int input : inputs) {
      if (input != Taps.NONE) {
        sums[dx.index(n, input, c)] += part;
      }
    }
  }

  /** How many taps lie inside the input. */
  private static int count(int[] inputs) {
    int count = 0;
    for (int input : inputs) {
      count += input == Taps.NONE ? 0 : 1;
    }
    return count;
  }
}
