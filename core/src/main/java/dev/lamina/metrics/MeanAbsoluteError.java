package dev.lamina.metrics;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;

/**
 * The mean absolute error of a sample's outputs; targets have the predictions' shape.
 *
 * <pre>{@code
 * model.compile(new Adam(), "mse", "mean_absolute_error");
 * }</pre>
 */
public final class MeanAbsoluteError extends FluentMetric<MeanAbsoluteError> implements MeanMetric {

  private MeanAbsoluteError(String name) {
    super("MeanAbsoluteError", name);
  }

  public MeanAbsoluteError() {
    this("mean_absolute_error");
  }

  @Override
  MeanAbsoluteError withName(String name) {
    return new MeanAbsoluteError(name);
  }

  @Override
  public Value perSample(GraphBuilder graph, Value target, Value prediction) {
    return new dev.lamina.losses.MeanAbsoluteError().perSample(graph, target, prediction);
  }

  /** Reads a config's arguments; {@link Metrics#from} finds the class. */
  public static MeanAbsoluteError from(ConfigReader config) {
    return new MeanAbsoluteError(Metrics.name(config));
  }

  @Override
  public Config config() {
    return baseConfig();
  }
}
