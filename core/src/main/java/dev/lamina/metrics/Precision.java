package dev.lamina.metrics;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.metrics.counting.Chosen;
import dev.lamina.metrics.counting.Decisions;
import dev.lamina.metrics.counting.Threshold;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The share of predicted yeses that are right: true positives among all predicted positives; 0 if
 * there are none.
 *
 * <p>Targets have the predictions' shape, and are yes wherever they are not 0. A prediction is yes
 * if it is above the threshold and, with {@code topK}, among the so many largest of its sample's
 * last axis, the first of equals; with {@code classId} only this class's entries count.
 *
 * <pre>{@code
 * model.compile(new Adam(), new BinaryCrossentropy(), List.of(new Precision()));
 * new Precision().topK(3); // of (N, C): how the three likeliest classes do
 * }</pre>
 */
public final class Precision extends FluentMetric<Precision> implements StateMetric {
  private final @Nullable Double threshold;
  private final @Nullable Integer topK;
  private final @Nullable Integer classId;

  private Precision(
      String name, @Nullable Double threshold, @Nullable Integer topK, @Nullable Integer classId) {
    super("Precision", name);
    Chosen.require(threshold, topK, classId);
    this.threshold = threshold;
    this.topK = topK;
    this.classId = classId;
  }

  public Precision() {
    this("precision", null, null, null);
  }

  public Precision(double threshold) {
    this("precision", threshold, null, null);
  }

  /** A copy that takes only the so many largest predictions of a sample for yes. */
  public Precision topK(int topK) {
    return new Precision(name(), threshold, topK, classId);
  }

  /** A copy that looks at one class only. */
  public Precision classId(int classId) {
    return new Precision(name(), threshold, topK, classId);
  }

  /**
   * A copy with another argument: from 0 to 1; null, the default, is 0.5, or none with {@code
   * topK}.
   */
  public Precision threshold(double threshold) {
    return new Precision(name(), threshold, topK, classId);
  }

  @Override
  Precision withName(String name) {
    return new Precision(name, threshold, topK, classId);
  }

  @Override
  public Map<String, Value> update(
      GraphBuilder graph, Value target, Value prediction, @Nullable Value weight) {
    Decisions decisions =
        Chosen.decide(graph, target, prediction, weight, threshold, topK, classId);
    return Map.of(
        Decisions.TRUE_POSITIVES,
        decisions.truePositives(),
        Decisions.FALSE_POSITIVES,
        decisions.falsePositives());
  }

  @Override
  public double result(Sums sums) {
    return Decisions.share(
        sums.number(Decisions.TRUE_POSITIVES), sums.number(Decisions.FALSE_POSITIVES));
  }

  /** Reads a config's arguments; {@link Metrics#from} finds the class. */
  public static Precision from(ConfigReader config) {
    return new Precision(
        Metrics.name(config),
        Threshold.read(config),
        Chosen.read(config, "top_k"),
        Chosen.read(config, "class_id"));
  }

  @Override
  public Config config() {
    return baseConfig().with("thresholds", threshold).with("top_k", topK).with("class_id", classId);
  }
}
