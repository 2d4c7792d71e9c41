package dev.lamina.engine.reference;

import dev.lamina.engine.Step;
import dev.lamina.ir.ops.InnerProduct;
import dev.lamina.ir.ops.InnerProductInputGradient;
import dev.lamina.ir.ops.InnerProductWeightGradient;
import dev.lamina.ir.ops.Unary;

/** The dense layer: a sample's elements, in row-major order, times a matrix; and its gradients. */
final class InnerProductKernels {
  private InnerProductKernels() {}

  /** {@code y[n,o] = activation(bias[o] + sum over i of x[n,i] weights[i,o])}. */
  static Step forward(InnerProduct op, Arguments arguments) {
    Array x = arguments.input(0);
    Array weights = arguments.input(1);
    Array bias = arguments.inputIfGiven(2);
    Array y = arguments.output(0);
    int elements = weights.shape().dim(0);
    double[] sums = new double[weights.shape().dim(1)];
    return () -> {
      for (int n = 0; n < y.shape().dim(0); n++) {
        Sums.start(sums, bias);
        for (int i = 0; i < elements; i++) {
          double value = x.get(n * elements + i);
          for (int o = 0; o < sums.length; o++) {
            sums[o] += value * weights.get(i * sums.length + o);
          }
        }
        Sums.store(sums, op.activation(), y, n * sums.length);
      }
    };
  }

  /** {@code dx[n,i] = sum over o of dy[n,o] weights[i,o]}. */
  static Step inputGradient(InnerProductInputGradient op, Arguments arguments) {
    Array weights = arguments.input(0);
    Array dy = arguments.input(1);
    Array dx = arguments.output(0);
    int elements = weights.shape().dim(0);
    int units = weights.shape().dim(1);
    return () -> {
      for (int n = 0; n < dy.shape().dim(0); n++) {
        for (int i = 0; i < elements; i++) {
          double sum = 0;
          for (int o = 0; o < units; o++) {
            sum += dy.get(n * units + o) * weights.get(i * units + o);
          }
          dx.set(n * elements + i, sum);
        }
      }
    };
  }

  /**
   * {@code dweights[i,o] = sum over n of x[n,i] dy[n,o]} and {@code dbias[o] = sum over n of
   * dy[n,o]}.
   */
  static Step filterGradient(InnerProductWeightGradient op, Arguments arguments) {
    Array x = arguments.input(0);
    Array dy = arguments.input(1);
    Array dweights = arguments.outputIfUsed(0);
    Array dbias = op.bias() ? arguments.outputIfUsed(1) : null;
    double[] sums = new double[dy.shape().dim(1)];
    return () -> {
      if (dweights != null) {
        weightGradient(x, dy, dweights, sums);
      }
      if (dbias != null) {
        Sums.ofRows(dy, dbias, sums);
      }
    };
  }

  private static void weightGradient(Array x, Array dy, Array dweights, double[] sums) {
    int elements = dweights.shape().dim(0);
    for (int i = 0; i < elements; i++) {
      Sums.start(sums, null);
      for (int n = 0; n < dy.shape().dim(0); n++) {
        double value = x.get(n * elements + i);
        for (int o = 0; o < sums.length; o++) {
          sums[o] += value * dy.get(n * sums.length + o);
        }
      }
      Sums.store(sums, Unary.IDENTITY, dweights, i * sums.length);
    }
  }
}
