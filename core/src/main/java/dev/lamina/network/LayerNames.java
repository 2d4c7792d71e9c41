package dev.lamina.network;

import dev.lamina.LaminaException;
import dev.lamina.config.Names;
import dev.lamina.layers.Layer;
import dev.lamina.layers.LayerIdentity;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gives layers their unique names as Keras does: {@code conv2d}, {@code conv2d_1}, ... */
public final class LayerNames {
  private final Set<String> taken = new HashSet<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private final Map<LayerIdentity, String> names = new HashMap<>();

  /**
   * Names these layers: first those that have a name of their own, then those that another model
   * has named, then the rest in this order.
   *
   * @throws LaminaException if two layers have one name
   */
  public LayerNames(List<Layer> layers) {
    for (Layer layer : layers) {
      String given = given(layer);
      if (given != null && !names.containsKey(layer.identity())) {
        if (!taken.add(given)) {
          throw new LaminaException(
              "two layers are named \"%s\"; names must be unique in a model".formatted(given));
        }
        names.put(layer.identity(), given);
      }
    }
    for (Layer layer : layers) {
      String known = layer.identity().madeName();
      if (known != null && !names.containsKey(layer.identity()) && taken.add(known)) {
        names.put(layer.identity(), known);
      }
    }
    for (Layer layer : layers) {
      names.computeIfAbsent(layer.identity(), key -> make(layer));
    }
  }

  private static @Nullable String given(Layer layer) {
    return layer instanceof NestedNetwork nested ? nested.modelName() : layer.name();
  }

  private String make(Layer layer) {
    String base = Names.snakeCase(layer.config().className());
    while (true) {
      int count = counts.merge(base, 1, Integer::sum);
      String name = count == 1 ? base : base + "_" + (count - 1);
      if (taken.add(name)) {
        layer.identity().keepName(name);
        return name;
      }
    }
  }

  /** The name of one of the layers. */
  public String of(Layer layer) {
    String name = names.get(layer.identity());
    if (name == null) {
      throw new IllegalArgumentException("no name was made for " + layer);
    }
    return name;
  }
}
