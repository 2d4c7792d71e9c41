package dev.lamina.network;

import dev.lamina.LaminaException;
import dev.lamina.config.Names;
import dev.lamina.layers.Layer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Gives layers their unique names as Keras does: {@code conv2d}, {@code conv2d_1}, ... */
public final class LayerNames {
  private final Set<String> taken = new HashSet<>();
  private final Map<String, Integer> counts = new HashMap<>();

  /** The layer's own name, or one made of its class. */
  public String next(Layer layer) {
    String given = layer.name();
    if (given != null) {
      if (!taken.add(given)) {
        throw new LaminaException(
            "two layers are named \"%s\"; names must be unique in a model".formatted(given));
      }
      return given;
    }
    String base = Names.snakeCase(layer.config().className());
    while (true) {
      int count = counts.merge(base, 1, Integer::sum);
      String name = count == 1 ? base : base + "_" + (count - 1);
      if (taken.add(name)) {
        return name;
      }
    }
  }
}
