package dev.lamina.models;

import java.util.HashMap;
import java.util.Map;

/** Names callbacks in checkpoints by their class, and numbers those of one class. */
final class CallbackNames {
  private final Map<String, Integer> counts = new HashMap<>();

  String next(Callback callback) {
    String name = callback.getClass().getName();
    return name + " " + counts.merge(name, 1, Integer::sum);
  }
}
