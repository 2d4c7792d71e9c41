package dev.lamina.metrics;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;

/**
 * The mean of {@code log(cosh(prediction - target))}.
 *
 * <pre>{@code
 * model.compile(new Adam(), new MeanSquaredError(), List.of(new LogCoshError()));
 * }</pre>
 */
public final class LogCoshError extends FluentMetric<LogCoshError> implements MeanMetric {
  private LogCoshError(String name) {
    super("LogCoshError", name);
  }

  public LogCoshError() {
    this("logcosh");
  }

  @Override
  LogCoshError withName(String name) {
    return new LogCoshError(name);
  }

  @Override
  public Value perSample(GraphBuilder graph, Value target, Value prediction) {
    return new dev.lamina.losses.LogCosh().perSample(graph, target, prediction);
  }

  /** Reads a config's arguments; {@link Metrics#from} finds the class. */
  public static LogCoshError from(ConfigReader config) {
    return new LogCoshError(config.text("name", "logcosh"));
  }

  @Override
  public Config config() {
    return baseConfig();
  }
}
