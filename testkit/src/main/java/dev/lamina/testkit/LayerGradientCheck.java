package dev.lamina.testkit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lamina.engine.reference.ReferenceEngine;
import dev.lamina.ir.Graph;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.testkit.GraphRunner.Result;
import dev.lamina.testkit.LayerGraph.Weight;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * A layer's gradients against central differences, in double on the reference engine, for a random
 * upstream gradient.
 */
final class LayerGradientCheck {
  /** Small enough for the error of the difference, large enough for that of rounding in double. */
  private static final double STEP = 1e-5;

  private static final int COMPARED_ELEMENTS = 25;

  private final GraphRunner runner = new GraphRunner(ReferenceEngine.float64());
  private final Random random = new Random(17);
  private final Map<String, double[]> feeds = new HashMap<>();
  private final Map<String, double[]> variables = new HashMap<>();
  private final LayerGraph layer;
  private final Graph graph;

  LayerGradientCheck(LayerGraph layer) {
    this.layer = layer;
    graph = layer.backward();
    for (Value fed : graph.inputs()) {
      feeds.put(fed.name(), normal(fed.shape()));
    }
    feeds.put(LayerGraph.STEP, new double[] {1});
    for (Weight weight : layer.weights()) {
      variables.put(weight.name(), values(weight));
    }
  }

  /** First values, with noise on those that training changes: zeros would hide mistakes. */
  private double[] values(Weight weight) {
    float[] first = weight.initializer().values(weight.shape(), random);
    double[] values = normal(weight.shape());
    Arrays.setAll(values, i -> first[i] + (weight.trainable() ? values[i] / 2 : 0));
    return values;
  }

  private double[] normal(Shape shape) {
    double[] values = new double[shape.size()];
    Arrays.setAll(values, i -> random.nextGaussian());
    return values;
  }

  void run() {
    Result<double[]> result = runner.runInDouble(graph, feeds, variables);
    check(result, LayerGraph.INPUT, requireNonNull(feeds.get(LayerGraph.INPUT)));
    for (Weight weight : layer.weights()) {
      if (weight.trainable()) {
        check(result, weight.name(), requireNonNull(variables.get(weight.name())));
      }
    }
  }

  private void check(Result<double[]> result, String name, double[] values) {
    double[] gradient = result.output(LayerGraph.GRADIENT + name);
    double tolerance = 1e-6 * Math.max(1, Arrays.stream(gradient).map(Math::abs).max().orElse(0));
    int elements = Math.min(values.length, COMPARED_ELEMENTS);
    for (int i : random.ints(0, values.length).distinct().limit(elements).toArray()) {
      double value = values[i];
      values[i] = value + STEP;
      double above = weightedSum();
      values[i] = value - STEP;
      double below = weightedSum();
      values[i] = value;
      assertThat(gradient[i])
          .as("gradient of %s[%d]", name, i)
          .isCloseTo((above - below) / (2 * STEP), within(tolerance));
    }
  }

  /** The number whose gradient the graph computes. */
  private double weightedSum() {
    double[] output = runner.runInDouble(graph, feeds, variables).output(LayerGraph.OUTPUT);
    double[] upstream = requireNonNull(feeds.get(LayerGraph.UPSTREAM));
    double sum = 0;
    for (int i = 0; i < output.length; i++) {
      sum += output[i] * upstream[i];
    }
    return sum;
  }
}
