package dev.lamina.regularizers;

import dev.lamina.config.Choices;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.config.Names;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Regularizers by Keras's names, with Keras's defaults.
 *
 * <pre>{@code
 * new Conv2D(32, 3).kernelRegularizer("l2"); // new L2(0.01)
 * }</pre>
 */
public final class Regularizers {
  private static final Map<String, Function<ConfigReader, Regularizer>> BY_CLASS = byClass();
  private static final Choices<String> ALL =
      Choices.ofClasses("regularizer", BY_CLASS.keySet(), Names::snakeCase);

  private Regularizers() {}

  /**
   * The regularizer of this name: l1 or l2, with the factor 0.01, or l1l2, whose factors are 0 by
   * default, as in Keras 3, or orthogonal_regularizer. Class names ({@code L1L2}) are known too.
   *
   * @throws IllegalArgumentException listing the right names
   */
  public static Regularizer get(String name) {
    return from(ConfigReader.ofDefaults(ALL.get(name)));
  }

  /**
   * The regularizer that a config or a name stands for.
   *
   * @throws dev.lamina.config.UnsupportedConfigException if there is no such class or argument
   */
  public static Regularizer from(ConfigReader reader) {
    Regularizer regularizer = reader.make(Regularizer.class, BY_CLASS);
    reader.finish();
    return regularizer;
  }

  /** Whether this is the class name or the short name of a regularizer of Lamina's. */
  public static boolean isBuiltIn(String name) {
    return BY_CLASS.keySet().stream()
        .anyMatch(each -> each.equals(name) || Names.snakeCase(each).equals(name));
  }

  /** The argument {@code name} of another object: a name, a config, or null if absent. */
  public static @Nullable Regularizer argument(ConfigReader reader, String name) {
    return reader.object(name, "a regularizer", Regularizers::get, Regularizers::from);
  }

  /** How a layer's config refers to a regularizer: by config, or null for none. */
  public static @Nullable Config serialize(@Nullable Regularizer regularizer) {
    return regularizer == null ? null : regularizer.config();
  }

  private static Map<String, Function<ConfigReader, Regularizer>> byClass() {
    Map<String, Function<ConfigReader, Regularizer>> table = new LinkedHashMap<>();
    table.put("L1", L1::from);
    table.put("L2", L2::from);
    table.put("L1L2", L1L2::from);
    table.put("OrthogonalRegularizer", OrthogonalRegularizer::from);
    return table;
  }
}
