package dev.lamina.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * What an object is, as data: Keras's class name and Keras's arguments under Keras's names, in
 * Keras's order. Values are strings, numbers, booleans, lists, maps, other configs, or null.
 *
 * <pre>{@code
 * Config config = new Conv2D(32, 3).config();
 * config.className(); // Conv2D
 * config.get("kernel_size"); // [3, 3]
 * }</pre>
 */
public record Config(String className, Map<String, @Nullable Object> arguments) {
  public Config {
    arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
  }

  public static Config of(String className) {
    return new Config(className, Map.of());
  }

  /** This config with one more argument. */
  public Config with(String name, @Nullable Object value) {
    Map<String, @Nullable Object> extended = new LinkedHashMap<>(arguments);
    extended.put(name, value);
    return new Config(className, extended);
  }

  public @Nullable Object get(String name) {
    return arguments.get(name);
  }

  /** For people: {@code Conv2D(filters=32, kernel_size=[3, 3])}. */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(", ", className + "(", ")");
    arguments.forEach((name, value) -> text.add(name + "=" + value));
    return text.toString();
  }
}
