package dev.lamina.metrics;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;

/**
 * The mean of {@code (log(prediction + 1) - log(target + 1))^2}.
 *
 * <pre>{@code
 * model.compile(new Adam(), new MeanSquaredError(), List.of(new MeanSquaredLogarithmicError()));
 * }</pre>
 */
public final class MeanSquaredLogarithmicError extends FluentMetric<MeanSquaredLogarithmicError>
    implements MeanMetric {
  private MeanSquaredLogarithmicError(String name) {
    super("MeanSquaredLogarithmicError", name);
  }

  public MeanSquaredLogarithmicError() {
    this("mean_squared_logarithmic_error");
  }

  @Override
  MeanSquaredLogarithmicError withName(String name) {
    return new MeanSquaredLogarithmicError(name);
  }

  @Override
  public Value perSample(GraphBuilder graph, Value target, Value prediction) {
    return new dev.lamina.losses.MeanSquaredLogarithmicError().perSample(graph, target, prediction);
  }

  /** Reads a config's arguments; {@link Metrics#from} finds the class. */
  public static MeanSquaredLogarithmicError from(ConfigReader config) {
    return new MeanSquaredLogarithmicError(Metrics.name(config));
  }

  @Override
  public Config config() {
    return baseConfig();
  }
}
