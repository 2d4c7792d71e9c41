package dev.lamina.optimizers;

import dev.lamina.config.Choices;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Optimizers by Keras's names, with Keras's defaults.
 *
 * <pre>{@code
 * Optimizer optimizer = Optimizers.get("adam");
 * }</pre>
 */
public final class Optimizers {
  private static final Choices<Optimizer> ALL = Choices.of("optimizer", byName());

  private Optimizers() {}

  /**
   * The optimizer of this name, in upper or lower case: sgd, rmsprop, adam or adamw.
   *
   * @throws IllegalArgumentException listing the right names
   */
  public static Optimizer get(String name) {
    return ALL.get(name);
  }

  private static Map<String, Optimizer> byName() {
    Map<String, Optimizer> byName = new LinkedHashMap<>();
    byName.put("sgd", new SGD());
    byName.put("rmsprop", new RMSprop());
    byName.put("adam", new Adam());
    byName.put("adamw", new AdamW());
    return byName;
  }
}
