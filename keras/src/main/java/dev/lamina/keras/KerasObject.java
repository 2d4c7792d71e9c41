package dev.lamina.keras;

import dev.lamina.config.Config;
import dev.lamina.config.UnsupportedConfigException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keras's serialized objects and {@link Config}, each from the other. */
final class KerasObject {
  enum Kind {
    MODEL("keras"),
    LAYER("keras.layers"),
    OPTIMIZER("keras.optimizers"),
    LOSS("keras.losses"),
    METRIC("keras.metrics"),
    /** An initializer, as the other arguments of built-in classes are strings and numbers. */
    ARGUMENT("keras.initializers");

    private final String module;

    Kind(String module) {
      this.module = module;
    }
  }

  private KerasObject() {}

  static Map<String, @Nullable Object> toJson(Config config, Kind kind) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("module", kind.module);
    json.put("class_name", config.className());
    json.put("config", config.arguments());
    json.put("registered_name", null);
    return json;
  }

  /** The config of an object in a file; objects among its arguments become configs too. */
  static Config config(@Nullable Object value, String what) {
    Map<String, @Nullable Object> json = Json.object(value, what);
    if (!(json.get("class_name") instanceof String className)) {
      throw new UnsupportedConfigException(what + " has no class_name");
    }
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    Json.object(json.get("config"), "the config of " + className)
        .forEach((name, argument) -> arguments.put(name, argument(argument)));
    return new Config(resolve(json, className), arguments);
  }

  /** A class that is not Keras's own must not pass for the built-in one of the same name. */
  private static String resolve(Map<String, @Nullable Object> json, String className) {
    if (json.get("registered_name") instanceof String registered && !registered.equals(className)) {
      return registered.startsWith("Custom>") ? registered.substring(7) : registered;
    }
    if (json.get("module") instanceof String module
        && !module.equals("builtins")
        && !module.equals("keras")
        && !module.startsWith("keras.")) {
      return module + "." + className;
    }
    return className;
  }

  private static @Nullable Object argument(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      if (map.get("class_name") instanceof String className) {
        if (className.equals("__tuple__") && map.get("items") instanceof List<?> items) {
          return items;
        }
        return map.get("config") instanceof Map<?, ?>
            ? config(value, className)
            : Config.of(className);
      }
    }
    return value;
  }
}
