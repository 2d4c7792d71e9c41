package dev.lamina.keras;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tensor as Keras's files name it: what a call of a layer gives.
 *
 * @param call which call of the layer, from 0
 * @param output which of the call's outputs, from 0
 */
record TensorRef(String layer, int call, int output) {
  /**
   * The tensor that a value stands for, or null if it stands for none. Keras 3 writes an object,
   * Keras 1 and 2 and the ends of models {@code ["name", 0, 0]}.
   */
  static @Nullable TensorRef of(@Nullable Object value) {
    if (value instanceof Map<?, ?> map
        && "__keras_tensor__".equals(map.get("class_name"))
        && map.get("config") instanceof Map<?, ?> config) {
      return of(config.get("keras_history"));
    }
    if (value instanceof List<?> list
        && list.size() >= 3
        && list.get(0) instanceof String layer
        && list.get(1) instanceof Integer call
        && list.get(2) instanceof Integer output) {
      return new TensorRef(layer, call, output);
    }
    return null;
  }

  /** All tensors in a value, in order. */
  static List<TensorRef> all(@Nullable Object value) {
    List<TensorRef> found = new ArrayList<>();
    collect(value, found);
    return found;
  }

  private static void collect(@Nullable Object value, List<TensorRef> to) {
    TensorRef tensor = of(value);
    if (tensor != null) {
      to.add(tensor);
    } else if (value instanceof List<?> list) {
      list.forEach(each -> collect(each, to));
    } else if (value instanceof Map<?, ?> map) {
      map.values().forEach(each -> collect(each, to));
    }
  }

  /** As the ends of models are written. */
  List<Object> toJson() {
    return List.of(layer, call, output);
  }
}
