package dev.lamina.keras;

import dev.lamina.config.UnsupportedConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks that a functional model is a plain chain of layers, which a Sequential model can hold. */
final class Chain {
  private Chain() {}

  static void require(Map<String, @Nullable Object> config, List<?> layers) {
    String before = null;
    for (Object each : layers) {
      Map<String, @Nullable Object> layer = Json.object(each, "a layer");
      String name = String.valueOf(layer.get("name"));
      List<String> sources = new ArrayList<>();
      collect(layer.get("inbound_nodes"), sources);
      boolean fits = before == null ? sources.isEmpty() : sources.equals(List.of(before));
      if (!fits) {
        throw new UnsupportedConfigException(
            "layer '%s' reads %s: only functional models whose layers form one chain are supported"
                .formatted(name, sources));
      }
      before = name;
    }
    List<String> outputs = new ArrayList<>();
    collect(config.get("output_layers"), outputs);
    if (!outputs.equals(List.of(String.valueOf(before)))) {
      throw new UnsupportedConfigException(
          "the outputs %s are not the last layer alone, which is not supported".formatted(outputs));
    }
  }

  /** The layers that tensors in this JSON come from; old files have ["name", 0, 0, {}] for one. */
  private static void collect(@Nullable Object value, List<String> sources) {
    if (value instanceof Map<?, ?> map) {
      if (map.get("keras_history") instanceof List<?> history && !history.isEmpty()) {
        sources.add(String.valueOf(history.get(0)));
        return;
      }
      map.values().forEach(each -> collect(each, sources));
    } else if (value instanceof List<?> list) {
      if (list.size() >= 3
          && list.get(0) instanceof String name
          && list.get(1) instanceof Integer) {
        sources.add(name);
        return;
      }
      list.forEach(each -> collect(each, sources));
    }
  }
}
