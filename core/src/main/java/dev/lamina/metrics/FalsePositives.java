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
 * How many answers are false positives: the target is no, and the prediction is above the
 * threshold. As a weighted metric, the sum of their weights. Targets have the predictions' shape,
 * and are yes wherever they are not 0.
 *
 * <pre>{@code
 * model.compile(new Adam(), new BinaryCrossentropy(), List.of(new FalsePositives()));
 * }</pre>
 */
public final class FalsePositives extends FluentMetric<FalsePositives> implements StateMetric {
  private final @Nullable Double threshold;

  private FalsePositives(String name, @Nullable Double threshold) {
    super("FalsePositives", name);
    Threshold.require(threshold);
    this.threshold = threshold;
  }

  public FalsePositives() {
    this("false_positives", null);
  }

  public FalsePositives(double threshold) {
    this("false_positives", threshold);
  }

  /** A copy with another argument: from 0 to 1; null, the default, is 0.5. */
  public FalsePositives threshold(double threshold) {
    return new FalsePositives(name(), threshold);
  }

  @Override
  FalsePositives withName(String name) {
    return new FalsePositives(name, threshold);
  }

  @Override
  public Map<String, Value> update(
      GraphBuilder graph, Value target, Value prediction, @Nullable Value weight) {
    Decisions decisions = Threshold.decide(graph, target, prediction, weight, threshold);
    return Map.of(Decisions.FALSE_POSITIVES, decisions.falsePositives());
  }

  @Override
  public double result(Sums sums) {
    return sums.number(Decisions.FALSE_POSITIVES);
  }

  /** Reads a config's arguments; {@link Metrics#from} finds the class. */
  public static FalsePositives from(ConfigReader config) {
    return new FalsePositives(Metrics.name(config), Threshold.read(config));
  }

  @Override
  public Config config() {
    return baseConfig().with("thresholds", threshold);
  }
}
