package dev.lamina.models;

import dev.lamina.LaminaException;
import dev.lamina.layers.Layer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Gives layers their unique names as Keras does: {@code conv2d}, {@code conv2d_1}, ... */
final class LayerNames {
  private static final Pattern NOT_WORD = Pattern.compile("\\W+");
  private static final Pattern WORD_START = Pattern.compile("(.)([A-Z][a-z]+)");
  private static final Pattern CASE_CHANGE = Pattern.compile("([a-z])([A-Z])");

  private final Set<String> taken = new HashSet<>();
  private final Map<String, Integer> counts = new HashMap<>();

  /** The layer's own name, or one made of its class. */
  String next(Layer layer) {
    String given = layer.name();
    if (given != null) {
      if (!taken.add(given)) {
        throw new LaminaException(
            "two layers are named \"%s\"; names must be unique in a model".formatted(given));
      }
      return given;
    }
    String base = snakeCase(layer.config().className());
    while (true) {
      int count = counts.merge(base, 1, Integer::sum);
      String name = count == 1 ? base : base + "_" + (count - 1);
      if (taken.add(name)) {
        return name;
      }
    }
  }

  static String snakeCase(String className) {
    String name = NOT_WORD.matcher(className).replaceAll("");
    name = WORD_START.matcher(name).replaceAll("$1_$2");
    name = CASE_CHANGE.matcher(name).replaceAll("$1_$2");
    return name.toLowerCase(Locale.ROOT);
  }
}
