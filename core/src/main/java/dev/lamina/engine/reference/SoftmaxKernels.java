package dev.lamina.engine.reference;

import dev.lamina.engine.Step;
import dev.lamina.ir.ops.ChannelSoftmax;
import dev.lamina.ir.ops.ChannelSoftmaxGradient;

/** Softmax over the last axis, and its logarithm. */
final class SoftmaxKernels {
  private SoftmaxKernels() {}

  /** The row's largest element is taken off first, which changes nothing but avoids overflow. */
  static Step forward(ChannelSoftmax op, Arguments arguments) {
    Array x = arguments.input(0);
    Array y = arguments.output(0);
    int classes = x.shape().dim(-1);
    return () -> {
      for (int row = 0; row < x.size(); row += classes) {
        double max = Double.NEGATIVE_INFINITY;
        for (int c = row; c < row + classes; c++) {
          max = Math.max(max, x.get(c));
        }
        double sum = 0;
        for (int c = row; c < row + classes; c++) {
          sum += Math.exp(x.get(c) - max);
        }
        for (int c = row; c < row + classes; c++) {
          double shifted = x.get(c) - max;
          y.set(c, op.log() ? shifted - Math.log(sum) : Math.exp(shifted) / sum);
        }
      }
    };
  }

  /** {@code dx = y (dy - sum(dy y))}, or for the logarithm {@code dx = dy - e^y sum(dy)}. */
  static Step inputGradient(ChannelSoftmaxGradient op, Arguments arguments) {
    Array y = arguments.input(0);
    Array dy = arguments.input(1);
    Array dx = arguments.output(0);
    int classes = y.shape().dim(-1);
    return () -> {
      for (int row = 0; row < y.size(); row += classes) {
        double sum = 0;
        for (int c = row; c < row + classes; c++) {
          sum += op.log() ? dy.get(c) : dy.get(c) * y.get(c);
        }
        for (int c = row; c < row + classes; c++) {
          dx.set(c, op.log() ? dy.get(c) - Math.exp(y.get(c)) * sum : y.get(c) * (dy.get(c) - sum));
        }
      }
    };
  }
}
