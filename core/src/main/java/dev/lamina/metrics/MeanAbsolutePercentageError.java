package dev.lamina.metrics;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;

/**
 * The mean of {@code 100 |(target - prediction) / max(|target|, 1e-7)|}, in per cent of the
 * targets.
 *
 * <pre>{@code
 * model.compile(new Adam(), new MeanSquaredError(), List.of(new MeanAbsolutePercentageError()));
 * }</pre>
 */
public final class MeanAbsolutePercentageError extends FluentMetric<MeanAbsolutePercentageError>
    implements MeanMetric {
  private MeanAbsolutePercentageError(String name) {
    super("MeanAbsolutePercentageError", name);
  }

  public MeanAbsolutePercentageError() {
    this("mean_absolute_percentage_error");
  }

  @Override
  MeanAbsolutePercentageError withName(String name) {
    return new MeanAbsolutePercentageError(name);
  }

  @Override
  public Value perSample(GraphBuilder graph, Value target, Value prediction) {
    return new dev.lamina.losses.MeanAbsolutePercentageError().perSample(graph, target, prediction);
  }

  /** Reads a config's arguments; {@link Metrics#from} finds the class. */
  public static MeanAbsolutePercentageError from(ConfigReader config) {
    return new MeanAbsolutePercentageError(Metrics.name(config));
  }

  @Override
  public Config config() {
    return baseConfig();
  }
}
