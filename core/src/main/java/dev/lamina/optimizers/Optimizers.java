package dev.lamina.optimizers;

import dev.lamina.config.Choices;
import dev.lamina.config.ConfigReader;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Optimizers by Keras's names, with Keras's defaults.
 *
 * <pre>{@code
 * Optimizer optimizer = Optimizers.get("adam");
 * }</pre>
 */
public final class Optimizers {
  private static final Map<String, Function<ConfigReader, Optimizer>> BY_CLASS = byClass();
  private static final Choices<String> ALL =
      Choices.ofClasses("optimizer", BY_CLASS.keySet(), name -> name.toLowerCase(Locale.ROOT))
          .withAbsent("ScheduleFreeAdamW");

  private Optimizers() {}

  /**
   * The optimizer of this name, in upper or lower case: sgd, rmsprop, adam, adamw, adadelta,
   * adagrad, adamax, adafactor, nadam, ftrl, lion, lamb or muon.
   *
   * @throws IllegalArgumentException listing the right names
   */
  public static Optimizer get(String name) {
    return from(ConfigReader.ofDefaults(ALL.get(name)));
  }

  /**
   * The optimizer that a config stands for.
   *
   * @throws dev.lamina.config.UnsupportedConfigException if there is no such class or argument
   */
  public static Optimizer from(ConfigReader reader) {
    Optimizer.requireSupported(reader);
    Optimizer optimizer = reader.make(Optimizer.class, BY_CLASS).withBaseConfig(reader);
    reader.finish();
    return optimizer;
  }

  private static Map<String, Function<ConfigReader, Optimizer>> byClass() {
    Map<String, Function<ConfigReader, Optimizer>> table = new LinkedHashMap<>();
    table.put("SGD", SGD::from);
    table.put("RMSprop", RMSprop::from);
    table.put("Adam", Adam::from);
    table.put("AdamW", AdamW::from);
    table.put("Adadelta", Adadelta::from);
    table.put("Adagrad", Adagrad::from);
    table.put("Adamax", Adamax::from);
    table.put("Adafactor", Adafactor::from);
    table.put("Nadam", Nadam::from);
    table.put("Ftrl", Ftrl::from);
    table.put("Lion", Lion::from);
    table.put("Lamb", Lamb::from);
    table.put("Muon", Muon::from);
    return table;
  }
}
