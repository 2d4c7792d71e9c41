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
 * The share of true yeses that are found: true positives among all that are positive; 0 if there
 * are none.
 *
 * <p>Targets have the predictions' shape, and are yes wherever they are not 0. A prediction is yes
 * if it is above the threshold and, with {@code topK}, among the so many largest of its sample's
 * last axis, the first of equals; with {@code classId} only this class's entries count.
 *
 * <pre>{@code
 * model.compile(new Adam(), new BinaryCrossentropy(), List.of(new Recall()));
 * new Recall().topK(3); // of (N, C): how the three likeliest classes do
 * }</pre>
 */
public final class Recall extends FluentMetric<Recall> implements StateMetric {
  private final @Nullable Double threshold;
  private final @Nullable Integer topK;
  private final @Nullable Integer classId;

  private Recall(
      String name, @Nullable Double threshold, @Nullable Integer topK, @Nullable Integer classId) {
    super("Recall", name);
    Chosen.require(threshold, topK, classId);
    this.threshold = threshold;
    this.topK = topK;
    this.classId = classId;
  }

  public Recall() {
    this("recall", null, null, null);
  }

  public Recall(double threshold) {
    this("recall", threshold, null, null);
  }

  /** A copy that takes only the so many largest predictions of a sample for yes. */
  public Recall topK(int topK) {
    return new Recall(name(), threshold, topK, classId);
  }

  /** A copy that looks at one class only. */
  public Recall classId(int classId) {
    return new Recall(name(), threshold, topK, classId);
  }

  /**
   * A copy with another argument: from 0 to 1; null, the default, is 0.5, or none with {@code
   * topK}.
   */
  public Recall threshold(double threshold) {
    return new Recall(name(), threshold, topK, classId);
  }

  @Override
  Recall withName(String name) {
    return new Recall(name, threshold, topK, classId);
  }

  @Override
  public Map<String, Value> update(
      GraphBuilder graph, Value target, Value prediction, @Nullable Value weight) {
    Decisions decisions =
        Chosen.decide(graph, target, prediction, weight, threshold, topK, classId);
    return Map.of(
        Decisions.TRUE_POSITIVES,
        decisions.truePositives(),
        Decisions.FALSE_NEGATIVES,
        decisions.falseNegatives());
  }

  @Override
  public double result(Sums sums) {
    return Decisions.share(
        sums.number(Decisions.TRUE_POSITIVES), sums.number(Decisions.FALSE_NEGATIVES));
  }

  /** Reads a config's arguments; {@link Metrics#from} finds the class. */
  public static Recall from(ConfigReader config) {
    return new Recall(
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
