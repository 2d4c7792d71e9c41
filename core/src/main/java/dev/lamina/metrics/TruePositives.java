package dev.lamina.metrics;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.metrics.counting.Decisions;
import dev.lamina.metrics.counting.Threshold;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many answers are true positives: the target is yes, and the prediction is above the
 * threshold. As a weighted metric, the sum of their weights. Targets have the predictions' shape,
 * and are yes wherever they are not 0.
 *
 * <pre>{@code
 * model.compile(new Adam(), new BinaryCrossentropy(), List.of(new TruePositives()));
 * }</pre>
 */
public final class TruePositives extends FluentMetric<TruePositives> implements StateMetric {
  private final @Nullable Double threshold;

  private TruePositives(String name, @Nullable Double threshold) {
    super("TruePositives", name);
    Threshold.require(threshold);
    this.threshold = threshold;
  }

  public TruePositives() {
    this("true_positives", null);
  }

  public TruePositives(double threshold) {
    this("true_positives", threshold);
  }

  /** A copy with another argument: from 0 to 1; null, the default, is 0.5. */
  public TruePositives threshold(double threshold) {
    return new TruePositives(name(), threshold);
  }

  @Override
  TruePositives withName(String name) {
    return new TruePositives(name, threshold);
  }

  @Override
  public Map<String, Value> update(
      GraphBuilder graph, Value target, Value prediction, @Nullable Value weight) {
    Decisions decisions = Threshold.decide(graph, target, prediction, weight, threshold);
    return Map.of(Decisions.TRUE_POSITIVES, decisions.truePositives());
  }

  @Override
  public double result(Sums sums) {
    return sums.number(Decisions.TRUE_POSITIVES);
  }

  /** Reads a config's arguments; {@link Metrics#from} finds the class. */
  public static TruePositives from(ConfigReader config) {
    return new TruePositives(Metrics.name(config), Threshold.read(config));
  }

  @Override
  public Config config() {
    return baseConfig().with("thresholds", threshold);
  }
}
