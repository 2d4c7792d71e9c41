package dev.lamina.keras;

import dev.lamina.config.Config;
import dev.lamina.config.CustomObjects;
import dev.lamina.config.UnsupportedConfigException;
import dev.lamina.constraints.Constraints;
import dev.lamina.schedules.LearningRateSchedules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keras's serialized objects and {@link Config}, each from the other.
 *
 * <pre>{@code
 * Config config = KerasObject.read("""
 *     {"class_name": "Dense", "config": {"units": 10}}
 *     """);
 * Layer dense = Layers.from(new ConfigReader(config, CustomObjects.none()));
 * }</pre>
 */
public final class KerasObject {
  enum Kind {
    MODEL("keras"),
    LAYER("keras.layers"),
    OPTIMIZER("keras.optimizers"),
    LOSS("keras.losses"),
    METRIC("keras.metrics"),
    SCHEDULE("keras.optimizers.schedules"),
    CONSTRAINT("keras.constraints"),
    /** An initializer, unless it is one of the kinds above. */
    ARGUMENT("keras.initializers");

    private final String module;

    Kind(String module) {
      this.module = module;
    }
  }

  private KerasObject() {}

  /**
   * The config of what {@code keras.saving.serialize_keras_object} gives for a layer, an
   * initializer, a loss, a metric or an optimizer; objects among its arguments become configs too.
   *
   * @param json the object, as JSON
   * @throws dev.lamina.LaminaException if this is not one JSON object with {@code class_name} and
   *     {@code config}
   */
  public static Config read(String json) {
    String what = "the serialized object";
    return config(Json.readObject(what, Json.utf8(json)), what, CustomObjects.none());
  }

  static Map<String, @Nullable Object> toJson(Config config, Kind kind) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("module", kind.module);
    json.put("class_name", config.className());
    json.put("config", config.arguments());
    json.put("registered_name", null);
    return json;
  }

  /** An object among another's arguments. */
  static Map<String, @Nullable Object> argumentToJson(Config config) {
    String name = config.className();
    return toJson(
        config,
        LearningRateSchedules.isBuiltIn(name)
            ? Kind.SCHEDULE
            : Constraints.isBuiltIn(name) ? Kind.CONSTRAINT : Kind.ARGUMENT);
  }

  /** The config of an object in a file; objects among its arguments become configs too. */
  static Config config(@Nullable Object value, String what, CustomObjects custom) {
    Map<String, @Nullable Object> json = Json.object(value, what);
    String name = className(json, what, custom);
    if (json.get("config") instanceof String) { // a function, by its name
      return Config.of(name);
    }
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    Json.object(json.get("config"), "the config of " + name)
        .forEach((key, argument) -> arguments.put(key, argument(argument, custom)));
    return new Config(name, arguments);
  }

  /**
   * The name of an object's class. As in Keras, the caller's own classes go by their registered
   * name or by their class name. A class that is neither the caller's nor Keras's is named so that
   * it cannot pass for a built-in one.
   */
  static String className(Map<String, @Nullable Object> json, String what, CustomObjects custom) {
    if (!(json.get("class_name") instanceof String className)) {
      throw new UnsupportedConfigException(what + " has no class_name");
    }
    if (json.get("registered_name") instanceof String registered && !registered.equals(className)) {
      String own = registered.startsWith("Custom>") ? registered.substring(7) : registered;
      return custom.contains(own) ? own : registered + " (" + className + ")";
    }
    if (className.equals("function") && json.get("config") instanceof String function) {
      return custom.contains(function) ? function : "function " + function;
    }
    if (json.get("module") instanceof String module
        && !module.equals("keras")
        && !module.startsWith("keras.")) {
      return custom.contains(className) ? className : module + "." + className;
    }
    return className;
  }

  private static @Nullable Object argument(@Nullable Object value, CustomObjects custom) {
    if (value instanceof Map<?, ?> map && map.get("class_name") instanceof String className) {
      if (className.equals("__tuple__") && map.get("items") instanceof List<?> items) {
        return items;
      }
      return map.containsKey("config")
          ? config(value, className, custom)
          : Config.of(className(Json.object(value, className), className, custom));
    }
    return value;
  }
}
