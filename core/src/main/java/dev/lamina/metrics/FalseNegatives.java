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
 * How many answers are false negatives: the target is yes, and the prediction is not above the
 * threshold. As a weighted metric, the sum of their weights. Targets have the predictions' shape,
 * and are yes wherever they are not 0.
 *
 * <pre>{@code
 * model.compile(new Adam(), new BinaryCrossentropy(), List.of(new FalseNegatives()));
 * }</pre>
 */
public final class FalseNegatives extends FluentMetric<FalseNegatives> implements StateMetric {
  private final @Nullable Double threshold;

  private FalseNegatives(String name, @Nullable Double threshold) {
    super("FalseNegatives", name);
    Threshold.require(threshold);
    this.threshold = threshold;
  }

  public FalseNegatives() {
    this("false_negatives", null);
  }

  public FalseNegatives(double threshold) {
    this("false_negatives", threshold);
  }

  /** A copy with another argument: from 0 to 1; null, the default, is 0.5. */
  public FalseNegatives threshold(double threshold) {
    return new FalseNegatives(name(), threshold);
  }

  @Override
  FalseNegatives withName(String name) {
    return new FalseNegatives(name, threshold);
  }

  @Override
  public Map<String, Value> update(
      GraphBuilder graph, Value target, Value prediction, @Nullable Value weight) {
    Decisions decisions = Threshold.decide(graph, target, prediction, weight, threshold);
    return Map.of(Decisions.FALSE_NEGATIVES, decisions.falseNegatives());
  }

  @Override
  public double result(Sums sums) {
    return sums.number(Decisions.FALSE_NEGATIVES);
  }

  /** Reads a config's arguments; {@link Metrics#from} finds the class. */
  public static FalseNegatives from(ConfigReader config) {
    return new FalseNegatives(Metrics.name(config), Threshold.read(config));
  }

  @Override
  public Config config() {
    return baseConfig().with("thresholds", threshold);
  }
}
