package dev.lamina.keras;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compile settings that are given for each output: by its name, in a list in the outputs' order, or
 * once for all of them.
 */
final class PerOutput {
  private PerOutput() {}

  /** What is given for an output: a loss, or its weight. */
  static @Nullable Object of(@Nullable Object value, List<String> names, int output) {
    if (value instanceof Map<?, ?> map && isByName(map, names)) {
      return map.get(names.get(output));
    }
    if (value instanceof List<?> list) {
      return output < list.size() ? list.get(output) : null;
    }
    return value;
  }

  /**
   * The metrics of an output. Several outputs have a list each; one has a list of metrics, or a
   * list with its list.
   */
  static @Nullable Object metrics(@Nullable Object value, List<String> names, int output) {
    if (value instanceof List<?> && names.size() == 1) {
      return value;
    }
    return of(value, names, output);
  }

  /** Objects are maps too, but name a class. */
  private static boolean isByName(Map<?, ?> map, List<String> names) {
    return !map.containsKey("class_name")
        || names.contains("class_name"); // an output may be called so
  }
}
