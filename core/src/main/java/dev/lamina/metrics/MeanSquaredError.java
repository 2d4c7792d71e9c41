package dev.lamina.metrics;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;

/**
 * The mean squared error of a sample's outputs; targets have the predictions' shape.
 *
 * <pre>{@code
 * model.compile(new Adam(), "mse", "mean_squared_error");
 * }</pre>
 */
public final class MeanSquaredError extends FluentMetric<MeanSquaredError> implements MeanMetric {

  private MeanSquaredError(String name) {
    super("MeanSquaredError", name);
  }

  public MeanSquaredError() {
    this("mean_squared_error");
  }

  @Override
  MeanSquaredError withName(String name) {
    return new MeanSquaredError(name);
  }

  @Override
  public Value perSample(GraphBuilder graph, Value target, Value prediction) {
    return new dev.lamina.losses.MeanSquaredError().perSample(graph, target, prediction);
  }

  /** Reads a config's arguments; {@link Metrics#from} finds the class. */
  public static MeanSquaredError from(ConfigReader config) {
    return new MeanSquaredError(Metrics.name(config));
  }

  @Override
  public Config config() {
    return baseConfig();
  }
}
