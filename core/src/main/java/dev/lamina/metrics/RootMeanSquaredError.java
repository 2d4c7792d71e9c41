package dev.lamina.metrics;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.ReductionFunction;
import dev.lamina.metrics.counting.SampleWeights;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The root of the mean squared error over all samples; targets have the predictions' shape.
 *
 * <pre>{@code
 * model.compile(new Adam(), "mse", "root_mean_squared_error");
 * }</pre>
 */
public final class RootMeanSquaredError extends FluentMetric<RootMeanSquaredError>
    implements StateMetric {

  private static final String TOTAL = "total";
  private static final String COUNT = "count";

  private RootMeanSquaredError(String name) {
    super("RootMeanSquaredError", name);
  }

  public RootMeanSquaredError() {
    this("root_mean_squared_error");
  }

  @Override
  RootMeanSquaredError withName(String name) {
    return new RootMeanSquaredError(name);
  }

  @Override
  public Map<String, Value> update(
      GraphBuilder graph, Value target, Value prediction, @Nullable Value weight) {
    Value squares = new MeanSquaredError().perSample(graph, target, prediction);
    Value total = SampleWeights.times(graph, squares, weight);
    return Map.of(
        TOTAL,
        graph.reduceAll(ReductionFunction.SUM, total),
        COUNT,
        weight == null
            ? graph.scalar(squares.shape().dim(0))
            : graph.reduceAll(ReductionFunction.SUM, weight));
  }

  @Override
  public double result(Sums sums) {
    double count = sums.number(COUNT);
    return count == 0 ? 0 : Math.sqrt(sums.number(TOTAL) / count);
  }

  /** Reads a config's arguments; {@link Metrics#from} finds the class. */
  public static RootMeanSquaredError from(ConfigReader config) {
    return new RootMeanSquaredError(Metrics.name(config));
  }

  @Override
  public Config config() {
    return baseConfig();
  }
}
