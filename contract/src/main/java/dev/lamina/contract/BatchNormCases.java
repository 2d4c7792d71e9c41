package dev.lamina.contract;

import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.BatchNormGradient;
import dev.lamina.ir.ops.BatchNormInference;
import dev.lamina.ir.ops.BatchNormTraining;
import java.util.ArrayList;
import java.util.List;

/** Batch normalization of inputs of any rank, with and without gamma and beta. */
final class BatchNormCases {
  private BatchNormCases() {}

  private static Shape shape(CaseBuilder c) {
    return switch (c.between(0, 4)) {
      case 0 -> Shape.of(c.between(2, 20), c.channels());
      case 1 -> Shape.of(c.batch(), c.between(2, 9), c.channels());
      case 2 ->
          Shape.of(c.batch(), c.between(2, 4), c.between(1, 4), c.between(1, 4), c.channels());
      default -> Shape.of(c.batch(), c.between(2, 9), c.between(1, 9), c.channels());
    };
  }

  /** Away from 0, so that the mean matters. */
  private static Value input(CaseBuilder c, Shape shape) {
    double mean = c.uniform(-2, 2);
    double deviation = c.uniform(0.5, 2);
    return c.input("x", shape, () -> mean + deviation * c.normalOrZero());
  }

  private static double epsilon(CaseBuilder c) {
    return c.choose(List.of(1e-3, 1e-5, 0.1));
  }

  /** Errors in {@code x - mean} are divided by the deviation, which may be small. */
  private static double amplification(Value x, double[] data, double epsilon) {
    int channels = x.shape().dim(-1);
    int count = data.length / channels;
    double least = Double.POSITIVE_INFINITY;
    for (int channel = 0; channel < channels; channel++) {
      double sum = 0;
      double squares = 0;
      for (int i = channel; i < data.length; i += channels) {
        sum += data[i];
        squares += data[i] * data[i];
      }
      least = Math.min(least, squares / count - sum * sum / count / count);
    }
    return 1 / Math.sqrt(Math.max(least, 0) + epsilon);
  }

  private static Value parameter(CaseBuilder c, String name, int channels) {
    return c.parameter(name, Shape.of(channels), () -> c.uniform(-2, 2));
  }

  static void training(CaseBuilder c) {
    BatchNormTraining op = new BatchNormTraining(epsilon(c), c.coin(), c.coin(), c.coin());
    Value x = input(c, shape(c));
    List<Value> inputs = new ArrayList<>(List.of(x));
    addParameters(c, op.scale(), op.center(), inputs);
    List<Value> outputs = c.add(op, inputs);
    c.expect("y", outputs.get(0), 1e-5, 4 * amplification(x, c.data(x), op.epsilon()));
    if (c.coin()) { // an engine may not count on their being read
      c.expect("mean", outputs.get(1), 1e-5, 4);
      c.expect("variance", outputs.get(2), 1e-5, 4);
    }
  }

  private static void addParameters(
      CaseBuilder c, boolean scale, boolean center, List<Value> inputs) {
    int channels = inputs.get(0).shape().dim(-1);
    if (scale) {
      inputs.add(parameter(c, "gamma", channels));
    }
    if (center) {
      inputs.add(parameter(c, "beta", channels));
    }
  }

  /** Behind the forward pass, which gives mean and variance. */
  static void gradient(CaseBuilder c) {
    BatchNormTraining op = new BatchNormTraining(epsilon(c), c.coin(), c.coin(), c.coin());
    Value x = input(c, shape(c));
    List<Value> parameters = new ArrayList<>(List.of(x));
    addParameters(c, op.scale(), op.center(), parameters);
    List<Value> forward = c.add(op, parameters);
    Value dy = c.input("dy", x.shape());
    List<Value> inputs = new ArrayList<>(List.of(x, forward.get(1), forward.get(2), dy));
    if (op.scale()) {
      inputs.add(parameters.get(1));
    }
    if (op.relu()) {
      inputs.add(forward.get(3));
    }
    List<Value> gradients =
        c.add(new BatchNormGradient(op.epsilon(), op.scale(), op.center(), op.relu()), inputs);
    double amplification = amplification(x, c.data(x), op.epsilon());
    int count = x.shape().size() / x.shape().dim(-1);
    c.expect("y", forward.get(0), 1e-5, 4 * amplification);
    // xhat is off by the amplified error of the mean, and dx is divided by the deviation once more.
    double xhat = 4 * amplification;
    c.expect("dx", gradients.get(0), 1e-5, xhat * Math.max(1, amplification));
    if (op.scale()) {
      c.expect("dgamma", gradients.get(1), 1e-5, xhat * Math.sqrt(count));
    }
    if (op.center()) {
      c.expectSum("dbeta", gradients.get(gradients.size() - 1), count);
    }
  }

  static void inference(CaseBuilder c) {
    BatchNormInference op = new BatchNormInference(epsilon(c), c.coin(), c.coin());
    Value x = input(c, shape(c));
    Shape channels = Shape.of(x.shape().dim(-1));
    List<Value> inputs = new ArrayList<>(List.of(x));
    inputs.add(c.parameter("mean", channels, () -> c.uniform(-2, 2)));
    inputs.add(c.parameter("variance", channels, () -> c.uniform(0.1, 2)));
    addParameters(c, op.scale(), op.center(), inputs);
    c.expect("y", c.add(op, inputs).get(0), 1e-5, 4);
  }
}
