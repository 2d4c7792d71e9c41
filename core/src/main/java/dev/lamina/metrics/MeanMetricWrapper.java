package dev.lamina.metrics;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.config.UnsupportedConfigException;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.losses.Losses;
import java.util.Map;

/**
 * The mean of a loss as a metric, as in Keras's files where a function is given as a metric.
 *
 * <pre>{@code
 * new MeanMetricWrapper("huber").named("size_error");
 * }</pre>
 */
public final class MeanMetricWrapper extends FluentMetric<MeanMetricWrapper> implements MeanMetric {
  private static final String FUNCTION = "function";
  private final String function;

  private MeanMetricWrapper(String name, String function) {
    super("MeanMetricWrapper", name);
    this.function = function;
    if (Losses.get(function) == null) {
      throw new IllegalArgumentException(function);
    }
  }

  /**
   * The mean of this loss with its defaults.
   *
   * @param function the loss's name in Keras, which is the metric's too
   * @throws IllegalArgumentException if there is no such loss
   */
  public MeanMetricWrapper(String function) {
    this(function, function);
  }

  @Override
  MeanMetricWrapper withName(String name) {
    return new MeanMetricWrapper(name, function);
  }

  @Override
  public Value perSample(GraphBuilder graph, Value target, Value prediction) {
    return Losses.get(function).perSample(graph, target, prediction);
  }

  /** Reads a config's arguments; {@link Metrics#from} finds the class. */
  public static MeanMetricWrapper from(ConfigReader config) {
    Object value = config.value("fn");
    String function =
        value instanceof Config named && named.className().startsWith(FUNCTION + " ")
            ? named.className().substring(FUNCTION.length() + 1)
            : value instanceof Map<?, ?> map ? String.valueOf(map.get("config")) : null;
    if (function == null) {
      throw new UnsupportedConfigException(
          "fn=%s is not supported; only Keras's losses are".formatted(value));
    }
    try {
      return new MeanMetricWrapper(config.text("name", function), function);
    } catch (IllegalArgumentException e) {
      throw new UnsupportedConfigException(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Config config() {
    return baseConfig()
        .with(
            "fn",
            Map.of(
                "module", "builtins",
                "class_name", FUNCTION,
                "config", function,
                "registered_name", FUNCTION));
  }
}
