package dev.lamina.metrics;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.metrics.counting.Chosen;
import org.jspecify.annotations.Nullable;

/**
 * The largest specificity (the share of false answers that are told) at which the sensitivity (the
 * share of true ones that are found) is large enough.
 *
 * <pre>{@code
 * model.compile(new Adam(), new BinaryCrossentropy(), List.of(new SpecificityAtSensitivity(0.9)));
 * }</pre>
 */
public final class SpecificityAtSensitivity extends AtThreshold<SpecificityAtSensitivity>
    implements StateMetric {
  private SpecificityAtSensitivity(
      String name, double sensitivity, int numThresholds, @Nullable Integer classId) {
    super("SpecificityAtSensitivity", name, "sensitivity", sensitivity, numThresholds, classId);
  }

  /**
   * With 200 thresholds, of all outputs.
   *
   * @param sensitivity at least so large, from 0 to 1
   */
  public SpecificityAtSensitivity(double sensitivity) {
    this("specificity_at_sensitivity", sensitivity, 200, null);
  }

  @Override
  SpecificityAtSensitivity with(String name, int thresholds, @Nullable Integer chosenClass) {
    return new SpecificityAtSensitivity(name, value, thresholds, chosenClass);
  }

  @Override
  double constrained(Counts counts) {
    return counts.recall();
  }

  @Override
  double reported(Counts counts) {
    return counts.specificity();
  }

  /** Reads a config's arguments; {@link Metrics#from} finds the class. */
  public static SpecificityAtSensitivity from(ConfigReader config) {
    return new SpecificityAtSensitivity(
        Metrics.name(config),
        config.number("sensitivity"),
        config.integer("num_thresholds", 200),
        Chosen.read(config, "class_id"));
  }

  @Override
  public Config config() {
    return config("sensitivity");
  }
}
