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
 * How many answers are true negatives: the target is no, and the prediction is not above the
 * threshold. As a weighted metric, the sum of their weights. Targets have the predictions' shape,
 * and are yes wherever they are not 0.
 *
 * <pre>{@code
 * model.compile(new Adam(), new BinaryCrossentropy(), List.of(new TrueNegatives()));
 * }</pre>
 */
public final class TrueNegatives extends FluentMetric<TrueNegatives> implements StateMetric {
  private final @Nullable Double threshold;

  private TrueNegatives(String name, @Nullable Double threshold) {
    super("TrueNegatives", name);
    Threshold.require(threshold);
    this.threshold = threshold;
  }

  public TrueNegatives() {
    this("true_negatives", null);
  }

  public TrueNegatives(double threshold) {
    this("true_negatives", threshold);
  }

  /** A copy with another argument: from 0 to 1; null, the default, is 0.5. */
  public TrueNegatives threshold(double threshold) {
    return new TrueNegatives(name(), threshold);
  }

  @Override
  TrueNegatives withName(String name) {
    return new TrueNegatives(name, threshold);
  }

  @Override
  public Map<String, Value> update(
      GraphBuilder graph, Value target, Value prediction, @Nullable Value weight) {
    Decisions decisions = Threshold.decide(graph, target, prediction, weight, threshold);
    return Map.of(Decisions.TRUE_NEGATIVES, decisions.trueNegatives());
  }

  @Override
  public double result(Sums sums) {
    return sums.number(Decisions.TRUE_NEGATIVES);
  }

  /** Reads a config's arguments; {@link Metrics#from} finds the class. */
  public static TrueNegatives from(ConfigReader config) {
    return new TrueNegatives(Metrics.name(config), Threshold.read(config));
  }

  @Override
  public Config config() {
    return baseConfig().with("thresholds", threshold);
  }
}
