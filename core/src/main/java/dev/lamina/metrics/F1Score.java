package dev.lamina.metrics;

import dev.lamina.ShapeException;
import dev.lamina.config.Choices;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.BinaryFunction;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.ReductionFunction;
import dev.lamina.ir.ops.UnaryFunction;
import dev.lamina.losses.PerSample;
import dev.lamina.metrics.counting.Decisions;
import dev.lamina.metrics.counting.SampleWeights;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The harmonic mean of precision and recall, of predictions and targets {@code (N, C)}: {@code 2
 * precision recall / (precision + recall)}. A sample is taken to be of its likeliest class, or of
 * all classes above the threshold.
 *
 * <pre>{@code
 * model.compile(new Adam(), new CategoricalCrossentropy(), List.of(new F1Score().average(Average.MACRO)));
 * }</pre>
 */
public final class F1Score extends FluentMetric<F1Score> implements StateMetric {
  private final Average average;
  private final @Nullable Double threshold;

  private static final double EPSILON = 1e-7;
  private static final String SUPPORT = "intermediate_weights";
  private static final Choices<Average> AVERAGES = Choices.of("average", Average.class);

  /** How the classes' scores become one. */
  public enum Average {
    /** Not at all. */
    NONE,
    /** The score of all classes' answers together. */
    MICRO,
    /** The mean. */
    MACRO,
    /** The mean, weighted by how often a class is right. */
    WEIGHTED
  }

  private F1Score(String name, Average average, @Nullable Double threshold) {
    super("F1Score", name);
    if (threshold != null && !(threshold > 0 && threshold <= 1)) {
      throw new IllegalArgumentException(
          "threshold must be above 0 and at most 1, received " + threshold);
    }
    this.average = average;
    this.threshold = threshold;
  }

  public F1Score() {
    this("f1_score", Average.NONE, null);
  }

  /**
   * A copy with another argument: over the classes; {@link Average#NONE} by default, as in Keras,
   * which then reports a number per class: here that needs an output of one class.
   */
  public F1Score average(Average average) {
    return new F1Score(name(), average, threshold);
  }

  /**
   * A copy with another argument: above 0, at most 1; null, the default, for the likeliest class.
   */
  public F1Score threshold(double threshold) {
    return new F1Score(name(), average, threshold);
  }

  @Override
  F1Score withName(String name) {
    return new F1Score(name, average, threshold);
  }

  @Override
  public Map<String, Value> update(
      GraphBuilder graph, Value target, Value prediction, @Nullable Value weight) {
    return count("F1Score", graph, target, prediction, weight);
  }

  /** What both F scores count. */
  Map<String, Value> count(
      String className,
      GraphBuilder graph,
      Value target,
      Value prediction,
      @Nullable Value weight) {
    Shape shape = prediction.shape();
    if (shape.rank() != 2) {
      throw new ShapeException(
          "%s received predictions of shape %s, expected (batch, classes)"
              .formatted(className, shape));
    }
    if (average == Average.NONE && shape.dim(1) > 1) {
      throw new ShapeException(
          "%s with average=None gives a number for each of %d classes, and a figure is one number; choose the average micro, macro or weighted"
              .formatted(className, shape.dim(1)));
    }
    Value y = PerSample.target(graph, target, shape);
    Value yes = yes(graph, prediction);
    Value weighted = SampleWeights.times(graph, y, weight);
    Value others = SampleWeights.times(graph, graph.linear(y, -1, 1), weight);
    return Map.of(
        Decisions.TRUE_POSITIVES,
        sum(graph, graph.times(weighted, yes)),
        Decisions.FALSE_POSITIVES,
        sum(graph, graph.times(others, yes)),
        Decisions.FALSE_NEGATIVES,
        sum(graph, graph.times(weighted, graph.linear(yes, -1, 1))),
        SUPPORT,
        sum(graph, weighted));
  }

  private Value yes(GraphBuilder graph, Value prediction) {
    if (threshold != null) {
      return graph.binary(BinaryFunction.GREATER, prediction, graph.scalar(threshold));
    }
    Value largest = graph.reduce(ReductionFunction.MAX, prediction, List.of(1), true);
    Value isLargest = graph.binary(BinaryFunction.GREATER_EQUAL, prediction, largest);
    Value size = graph.unary(UnaryFunction.ABS, prediction);
    return graph.times(isLargest, graph.binary(BinaryFunction.GREATER, size, graph.scalar(1e-9)));
  }

  private Value sum(GraphBuilder graph, Value values) {
    return average == Average.MICRO
        ? graph.reduceAll(ReductionFunction.SUM, values)
        : graph.reduce(ReductionFunction.SUM, values, List.of(0), false);
  }

  @Override
  public double result(Sums sums) {
    return result(sums, 1);
  }

  double result(Sums sums, double beta) {
    double square = beta * beta;
    double[] support = sums.array(SUPPORT);
    double total = Arrays.stream(support).sum();
    double result = 0;
    for (int i = 0; i < support.length; i++) {
      double right = sums.array(Decisions.TRUE_POSITIVES)[i];
      double precision = right / (right + sums.array(Decisions.FALSE_POSITIVES)[i] + EPSILON);
      double recall = right / (right + sums.array(Decisions.FALSE_NEGATIVES)[i] + EPSILON);
      double score = (1 + square) * precision * recall / (square * precision + recall + EPSILON);
      double share =
          average == Average.WEIGHTED ? support[i] / (total + EPSILON) : 1.0 / support.length;
      result += score * share;
    }
    return result;
  }

  /** Reads a config's arguments; {@link Metrics#from} finds the class. */
  public static F1Score from(ConfigReader config) {
    return new F1Score(
        config.text("name", "f1_score"),
        AVERAGES.get(config.text("average", "none")),
        config.has("threshold") ? config.number("threshold") : null);
  }

  @Override
  public Config config() {
    return baseConfig()
        .with("average", average == Average.NONE ? null : average.name().toLowerCase(Locale.ROOT))
        .with("threshold", threshold);
  }
}
