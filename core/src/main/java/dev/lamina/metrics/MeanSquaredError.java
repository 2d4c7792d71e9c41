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
public record MeanSquaredError(String name) implements MeanMetric {
  public MeanSquaredError() {
    this("mean_squared_error");
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
    return Metrics.baseConfig("MeanSquaredError", name);
  }

  /** For people: the class with its arguments, as Keras names them. */
  @Override
  public String toString() {
    return config().toString();
  }
}
