package dev.lamina.metrics;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.metrics.counting.Chosen;
import org.jspecify.annotations.Nullable;

/**
 * The largest precision at which the recall is large enough.
 *
 * <pre>{@code
 * model.compile(new Adam(), new BinaryCrossentropy(), List.of(new PrecisionAtRecall(0.9)));
 * }</pre>
 */
public final class PrecisionAtRecall extends AtThreshold<PrecisionAtRecall> implements StateMetric {
  private PrecisionAtRecall(
      String name, double recall, int numThresholds, @Nullable Integer classId) {
    super("PrecisionAtRecall", name, "recall", recall, numThresholds, classId);
  }

  /**
   * With 200 thresholds, of all outputs.
   *
   * @param recall at least so large, from 0 to 1
   */
  public PrecisionAtRecall(double recall) {
    this("precision_at_recall", recall, 200, null);
  }

  @Override
  PrecisionAtRecall with(String name, int thresholds, @Nullable Integer chosenClass) {
    return new PrecisionAtRecall(name, value, thresholds, chosenClass);
  }

  @Override
  double constrained(Counts counts) {
    return counts.recall();
  }

  @Override
  double reported(Counts counts) {
    return counts.precision();
  }

  /** Reads a config's arguments; {@link Metrics#from} finds the class. */
  public static PrecisionAtRecall from(ConfigReader config) {
    return new PrecisionAtRecall(
        Metrics.name(config),
        config.number("recall"),
        config.integer("num_thresholds", 200),
        Chosen.read(config, "class_id"));
  }

  @Override
  public Config config() {
    return config("recall");
  }
}
