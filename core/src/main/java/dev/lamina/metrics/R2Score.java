package dev.lamina.metrics;

import dev.lamina.ShapeException;
import dev.lamina.config.Choices;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.ReductionFunction;
import dev.lamina.ir.ops.UnaryFunction;
import dev.lamina.losses.PerSample;
import dev.lamina.metrics.counting.SampleWeights;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The coefficient of determination: 1 less the squared error over what the targets' mean would have
 * of it, averaged over the outputs. Predictions are {@code (N, outputs)}, targets have their shape.
 *
 * <pre>{@code
 * model.compile(new Adam(), new MeanSquaredError(), List.of(new R2Score()));
 * new R2Score().classAggregation(R2Score.Aggregation.VARIANCE_WEIGHTED_AVERAGE);
 * }</pre>
 */
public final class R2Score extends FluentMetric<R2Score> implements StateMetric {
  /** How the scores of outputs become one. */
  public enum Aggregation {
    /** Not at all; there must be one output. */
    NONE,
    /** The mean. */
    UNIFORM_AVERAGE,
    /** The mean, weighted by the targets' variance. */
    VARIANCE_WEIGHTED_AVERAGE
  }

  private static final Choices<Aggregation> AGGREGATIONS =
      Choices.of("class_aggregation", Aggregation.class);

  private final Aggregation classAggregation;
  private final int numRegressors;

  private R2Score(String name, Aggregation classAggregation, int numRegressors) {
    super("R2Score", name);
    if (numRegressors < 0) {
      throw new IllegalArgumentException("numRegressors must be >= 0, received " + numRegressors);
    }
    this.classAggregation = classAggregation;
    this.numRegressors = numRegressors;
  }

  public R2Score() {
    this("r2_score", Aggregation.UNIFORM_AVERAGE, 0);
  }

  /** A copy that joins the outputs' scores so; by default it is their mean. */
  public R2Score classAggregation(Aggregation classAggregation) {
    return new R2Score(name(), classAggregation, numRegressors);
  }

  /**
   * A copy that adjusts the score to so many regressors, if there are more numbers than that; 0 by
   * default: not at all.
   */
  public R2Score numRegressors(int numRegressors) {
    return new R2Score(name(), classAggregation, numRegressors);
  }

  @Override
  R2Score withName(String name) {
    return new R2Score(name, classAggregation, numRegressors);
  }

  @Override
  public Map<String, Value> update(
      GraphBuilder graph, Value target, Value prediction, @Nullable Value weight) {
    Shape shape = prediction.shape();
    if (shape.rank() != 2) {
      throw new ShapeException(
          "R2Score received predictions of shape %s, expected (batch, outputs)".formatted(shape));
    }
    if (classAggregation == Aggregation.NONE && shape.dim(1) > 1) {
      throw new ShapeException(
          "R2Score with class_aggregation=None gives a number for each of %d outputs, and a figure is one number; choose uniform_average or variance_weighted_average"
              .formatted(shape.dim(1)));
    }
    Value y = PerSample.target(graph, target, shape);
    Value weighted = SampleWeights.times(graph, y, weight);
    Value error = graph.unary(UnaryFunction.SQUARE, graph.minus(y, prediction));
    return Map.of(
        "sum", sum(graph, weighted),
        "squared_sum", sum(graph, graph.times(y, weighted)),
        "residual", sum(graph, SampleWeights.times(graph, error, weight)),
        "count", sum(graph, SampleWeights.times(graph, graph.fill(shape, 1), weight)),
        "num_samples", graph.scalar(shape.size()));
  }

  private static Value sum(GraphBuilder graph, Value values) {
    return graph.reduce(ReductionFunction.SUM, values, List.of(0), false);
  }

  @Override
  public double result(Sums sums) {
    double[] count = sums.array("count");
    double scores = 0;
    double weights = 0;
    for (int i = 0; i < count.length; i++) {
      double sum = sums.array("sum")[i];
      double total = sums.array("squared_sum")[i] - sum * (sum / count[i]);
      double raw = 1 - sums.array("residual")[i] / total;
      double weight = classAggregation == Aggregation.VARIANCE_WEIGHTED_AVERAGE ? total : 1;
      scores += weight * (Double.isInfinite(raw) ? 0 : raw);
      weights += weight;
    }
    double score = scores / weights;
    double samples = sums.number("num_samples");
    return numRegressors == 0 || numRegressors >= samples - 1
        ? score
        : 1 - (1 - score) * (samples - 1) / (samples - numRegressors - 1);
  }

  /** Reads a config's arguments; {@link Metrics#from} finds the class. */
  public static R2Score from(ConfigReader config) {
    // None is written as null; a config that was cut short has the default.
    boolean isNone =
        config.value("class_aggregation") == null && config.value("num_regressors") != null;
    String aggregation = config.text("class_aggregation", isNone ? "none" : "uniform_average");
    return new R2Score(
        config.text("name", "r2_score"),
        AGGREGATIONS.get(aggregation),
        config.integer("num_regressors", 0));
  }

  @Override
  public Config config() {
    return baseConfig()
        .with(
            "class_aggregation",
            classAggregation == Aggregation.NONE
                ? null
                : classAggregation.name().toLowerCase(Locale.ROOT))
        .with("num_regressors", numRegressors);
  }
}
