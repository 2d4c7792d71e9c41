package dev.lamina.schedules;

import dev.lamina.config.ConfigReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Schedules by Keras's class names.
 *
 * <pre>{@code
 * Config config = new CosineDecay(0.1, 1000).config();
 * LearningRateSchedules.from(new ConfigReader(config, CustomObjects.none()));
 * }</pre>
 */
public final class LearningRateSchedules {
  private static final Map<String, Function<ConfigReader, LearningRateSchedule>> BY_CLASS =
      byClass();

  private LearningRateSchedules() {}

  /**
   * The schedule that a config stands for.
   *
   * @throws dev.lamina.config.UnsupportedConfigException if there is no such class or argument
   */
  public static LearningRateSchedule from(ConfigReader reader) {
    reader.ignore("name");
    LearningRateSchedule schedule = reader.make(LearningRateSchedule.class, BY_CLASS);
    reader.finish();
    return schedule;
  }

  /** Whether this is the class name of a schedule of Lamina's. */
  public static boolean isBuiltIn(String className) {
    return BY_CLASS.containsKey(className);
  }

  private static Map<String, Function<ConfigReader, LearningRateSchedule>> byClass() {
    Map<String, Function<ConfigReader, LearningRateSchedule>> table = new LinkedHashMap<>();
    table.put("ExponentialDecay", ExponentialDecay::from);
    table.put("PiecewiseConstantDecay", PiecewiseConstantDecay::from);
    table.put("PolynomialDecay", PolynomialDecay::from);
    table.put("InverseTimeDecay", InverseTimeDecay::from);
    table.put("CosineDecay", CosineDecay::from);
    table.put("CosineDecayRestarts", CosineDecayRestarts::from);
    return table;
  }
}
