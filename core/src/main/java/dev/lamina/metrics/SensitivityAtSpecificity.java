package dev.lamina.metrics;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.metrics.counting.Chosen;
import org.jspecify.annotations.Nullable;

/**
 * The largest sensitivity (the share of true answers that are found) at which the specificity (the
 * share of false ones that are told) is large enough.
 *
 * <pre>{@code
 * model.compile(new Adam(), new BinaryCrossentropy(), List.of(new SensitivityAtSpecificity(0.9)));
 * }</pre>
 */
public final class SensitivityAtSpecificity extends AtThreshold<SensitivityAtSpecificity>
    implements StateMetric {
  private SensitivityAtSpecificity(
      String name, double specificity, int numThresholds, @Nullable Integer classId) {
    super("SensitivityAtSpecificity", name, "specificity", specificity, numThresholds, classId);
  }

  /**
   * With 200 thresholds, of all outputs.
   *
   * @param specificity at least so large, from 0 to 1
   */
  public SensitivityAtSpecificity(double specificity) {
    this("sensitivity_at_specificity", specificity, 200, null);
  }

  @Override
  SensitivityAtSpecificity with(String name, int thresholds, @Nullable Integer chosenClass) {
    return new SensitivityAtSpecificity(name, value, thresholds, chosenClass);
  }

  @Override
  double constrained(Counts counts) {
    return counts.specificity();
  }

  @Override
  double reported(Counts counts) {
    return counts.recall();
  }

  /** Reads a config's arguments; {@link Metrics#from} finds the class. */
  public static SensitivityAtSpecificity from(ConfigReader config) {
    return new SensitivityAtSpecificity(
        Metrics.name(config),
        config.number("specificity"),
        config.integer("num_thresholds", 200),
        Chosen.read(config, "class_id"));
  }

  @Override
  public Config config() {
    return config("specificity");
  }
}
