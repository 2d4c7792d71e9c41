package dev.lamina.metrics;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.metrics.counting.Chosen;
import org.jspecify.annotations.Nullable;

/**
 * The largest recall at which the precision is large enough.
 *
 * <pre>{@code
 * model.compile(new Adam(), new BinaryCrossentropy(), List.of(new RecallAtPrecision(0.9)));
 * }</pre>
 */
public final class RecallAtPrecision extends AtThreshold<RecallAtPrecision> implements StateMetric {
  private RecallAtPrecision(
      String name, double precision, int numThresholds, @Nullable Integer classId) {
    super("RecallAtPrecision", name, "precision", precision, numThresholds, classId);
  }

  /**
   * With 200 thresholds, of all outputs.
   *
   * @param precision at least so large, from 0 to 1
   */
  public RecallAtPrecision(double precision) {
    this("recall_at_precision", precision, 200, null);
  }

  @Override
  RecallAtPrecision with(String name, int thresholds, @Nullable Integer chosenClass) {
    return new RecallAtPrecision(name, value, thresholds, chosenClass);
  }

  @Override
  double constrained(Counts counts) {
    return counts.precision();
  }

  @Override
  double reported(Counts counts) {
    return counts.recall();
  }

  /** Reads a config's arguments; {@link Metrics#from} finds the class. */
  public static RecallAtPrecision from(ConfigReader config) {
    return new RecallAtPrecision(
        Metrics.name(config),
        config.number("precision"),
        config.integer("num_thresholds", 200),
        Chosen.read(config, "class_id"));
  }

  @Override
  public Config config() {
    return config("precision");
  }
}
