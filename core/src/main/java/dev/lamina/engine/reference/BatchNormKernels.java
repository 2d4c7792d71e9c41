package dev.lamina.engine.reference;

import dev.lamina.engine.Step;
import dev.lamina.ir.ops.BatchNormGradient;
import dev.lamina.ir.ops.BatchNormInference;
import dev.lamina.ir.ops.BatchNormTraining;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;
import org.jspecify.annotations.Nullable;

/** Batch normalization: every channel is normalized by itself, over all other axes. */
final class BatchNormKernels {
  private static final Unary RELU = Unary.of(UnaryFunction.RELU);

  private BatchNormKernels() {}

  /**
   * {@code y = gamma (x - mean) / sqrt(variance + epsilon) + beta} with the batch's own statistics.
   */
  static Step training(BatchNormTraining op, Arguments arguments) {
    Array x = arguments.input(0);
    Array gamma = op.scale() ? arguments.input(1) : null;
    Array beta = op.center() ? arguments.input(op.scale() ? 2 : 1) : null;
    Array y = arguments.output(0);
    Array means = arguments.output(1);
    Array variances = arguments.output(2);
    Array positive = op.relu() ? arguments.outputIfUsed(3) : null;
    int channels = means.size();
    return () -> {
      for (int c = 0; c < channels; c++) {
        double mean = mean(x, c, channels);
        double variance = variance(x, mean, c, channels);
        means.set(c, mean);
        variances.set(c, variance);
        normalize(
            x, y, mean, variance + op.epsilon(), get(gamma, c, 1), get(beta, c, 0), c, channels);
      }
      if (op.relu()) {
        relu(y, positive);
      }
    };
  }

  /** Cuts {@code y} off at 0 and marks with 1 where it was above. */
  private static void relu(Array y, @Nullable Array positive) {
    for (int i = 0; i < y.size(); i++) {
      set(positive, i, y.get(i) > 0 ? 1 : 0);
      y.set(i, RELU.apply(y.get(i)));
    }
  }

  /** As in training, with given statistics. */
  static Step inference(BatchNormInference op, Arguments arguments) {
    Array x = arguments.input(0);
    Array means = arguments.input(1);
    Array variances = arguments.input(2);
    Array gamma = op.scale() ? arguments.input(3) : null;
    Array beta = op.center() ? arguments.input(op.scale() ? 4 : 3) : null;
    Array y = arguments.output(0);
    int channels = means.size();
    return () -> {
      for (int c = 0; c < channels; c++) {
        normalize(
            x,
            y,
            means.get(c),
            variances.get(c) + op.epsilon(),
            get(gamma, c, 1),
            get(beta, c, 0),
            c,
            channels);
      }
    };
  }

  /**
   * With {@code xhat = (x - mean) / sqrt(variance + epsilon)} and M elements in a channel: {@code
   * dbeta = sum(dy)}, {@code dgamma = sum(dy xhat)}, and since mean and variance depend on x too,
   * {@code dx = gamma / sqrt(variance + epsilon) (dy - dbeta / M - xhat dgamma / M)}. Behind a
   * fused relu {@code dy} counts only where relu passed its input on.
   */
  static Step gradient(BatchNormGradient op, Arguments arguments) {
    Array x = arguments.input(0);
    Array means = arguments.input(1);
    Array variances = arguments.input(2);
    Array dy = arguments.input(3);
    Array gamma = op.scale() ? arguments.input(4) : null;
    Array positive = op.relu() ? arguments.input(op.scale() ? 5 : 4) : null;
    Array dx = arguments.outputIfUsed(0);
    Array dgamma = op.scale() ? arguments.outputIfUsed(1) : null;
    Array dbeta = op.center() ? arguments.outputIfUsed(op.scale() ? 2 : 1) : null;
    int channels = means.size();
    return () -> {
      for (int c = 0; c < channels; c++) {
        double mean = means.get(c);
        double deviation = Math.sqrt(variances.get(c) + op.epsilon());
        double sumDy = 0;
        double sumDyXhat = 0;
        for (int i = c; i < x.size(); i += channels) {
          double upstream = dy.get(i) * get(positive, i, 1);
          sumDy += upstream;
          sumDyXhat += upstream * (x.get(i) - mean) / deviation;
        }
        set(dbeta, c, sumDy);
        set(dgamma, c, sumDyXhat);
        if (dx != null) {
          int count = x.size() / channels;
          double slope = get(gamma, c, 1) / deviation;
          for (int i = c; i < x.size(); i += channels) {
            double xhat = (x.get(i) - mean) / deviation;
            double upstream = dy.get(i) * get(positive, i, 1);
            dx.set(i, slope * (upstream - sumDy / count - xhat * sumDyXhat / count));
          }
        }
      }
    };
  }

  private static double mean(Array x, int c, int channels) {
    double sum = 0;
    for (int i = c; i < x.size(); i += channels) {
      sum += x.get(i);
    }
    int count = x.size() / channels;
    return sum / count;
  }

  /** The biased variance: the mean of the squared distances from the mean. */
  private static double variance(Array x, double mean, int c, int channels) {
    double sum = 0;
    for (int i = c; i < x.size(); i += channels) {
      sum += (x.get(i) - mean) * (x.get(i) - mean);
    }
    int count = x.size() / channels;
    return sum / count;
  }

  private static void normalize(
      Array x,
      Array y,
      double mean,
      double variance,
      double gamma,
      double beta,
      int c,
      int channels) {
    double deviation = Math.sqrt(variance);
    for (int i = c; i < x.size(); i += channels) {
      y.set(i, gamma * (x.get(i) - mean) / deviation + beta);
    }
  }

  private static double get(@Nullable Array array, int i, double otherwise) {
    return array == null ? otherwise : array.get(i);
  }

  private static void set(@Nullable Array array, int i, double value) {
    if (array != null) {
      array.set(i, value);
    }
  }
}
