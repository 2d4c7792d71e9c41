package dev.lamina.constraints;

import dev.lamina.config.Choices;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.config.Names;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Constraints by Keras's names, with Keras's defaults.
 *
 * <pre>{@code
 * Constraint constraint = Constraints.get("max_norm"); // new MaxNorm(2)
 * }</pre>
 */
public final class Constraints {
  private static final Map<String, Function<ConfigReader, Constraint>> BY_CLASS = byClass();
  private static final Choices<String> ALL =
      Choices.ofClasses("constraint", BY_CLASS.keySet(), Names::snakeCase);

  private Constraints() {}

  /**
   * The constraint of this name: max_norm, non_neg, unit_norm or min_max_norm. Class names ({@code
   * MaxNorm}) are known too.
   *
   * @throws IllegalArgumentException listing the right names
   */
  public static Constraint get(String name) {
    return from(ConfigReader.ofDefaults(ALL.get(name)));
  }

  /**
   * The constraint that a config stands for.
   *
   * @throws dev.lamina.config.UnsupportedConfigException if there is no such class or argument
   */
  public static Constraint from(ConfigReader reader) {
    Constraint constraint = reader.make(Constraint.class, BY_CLASS);
    reader.finish();
    return constraint;
  }

  /** Whether this is the class name or the short name of a constraint of Lamina's. */
  public static boolean isBuiltIn(String name) {
    return BY_CLASS.keySet().stream()
        .anyMatch(each -> each.equals(name) || Names.snakeCase(each).equals(name));
  }

  /** The argument {@code name} of another object: a name, a config, or null if absent. */
  public static @Nullable Constraint argument(ConfigReader reader, String name) {
    return reader.object(name, "a constraint", Constraints::get, Constraints::from);
  }

  /** How a layer's config refers to a constraint: by config, or null for none. */
  public static @Nullable Config serialize(@Nullable Constraint constraint) {
    return constraint == null ? null : constraint.config();
  }

  private static Map<String, Function<ConfigReader, Constraint>> byClass() {
    Map<String, Function<ConfigReader, Constraint>> table = new LinkedHashMap<>();
    table.put("MaxNorm", MaxNorm::from);
    table.put("NonNeg", NonNeg::from);
    table.put("UnitNorm", UnitNorm::from);
    table.put("MinMaxNorm", MinMaxNorm::from);
    return table;
  }
}
