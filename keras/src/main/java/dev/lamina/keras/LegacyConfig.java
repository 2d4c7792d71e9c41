package dev.lamina.keras;

import dev.lamina.config.CustomObjects;
import dev.lamina.config.UnsupportedConfigException;
import dev.lamina.layers.registry.Layers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Brings the layers of Keras 1 and 2 into the form of Keras 3. Only built-in classes are touched.
 *
 * <p>Source: keras/legacy/interfaces.py and {@code get_config} of the layers, versions 1.2.2 and
 * 2.2.4.
 */
final class LegacyConfig {
  private static final Map<String, String> CLASSES =
      Map.of(
          "Convolution2D", "Conv2D",
          "BatchNormalizationV1", "BatchNormalization",
          "BatchNormalizationV2", "BatchNormalization");

  /** What arguments of Keras 1 are called today. */
  private static final Map<String, String> ARGUMENTS =
      Map.ofEntries(
          Map.entry("nb_filter", "filters"),
          Map.entry("border_mode", "padding"),
          Map.entry("subsample", "strides"),
          Map.entry("dim_ordering", "data_format"),
          Map.entry("bias", "use_bias"),
          Map.entry("init", "kernel_initializer"),
          Map.entry("W_regularizer", "kernel_regularizer"),
          Map.entry("b_regularizer", "bias_regularizer"),
          Map.entry("W_constraint", "kernel_constraint"),
          Map.entry("b_constraint", "bias_constraint"),
          Map.entry("output_dim", "units"),
          Map.entry("p", "rate"),
          Map.entry("input_dtype", "dtype"));

  private LegacyConfig() {}

  /** A model's JSON with its layers brought into today's form. */
  static Map<String, @Nullable Object> upgrade(
      Map<String, @Nullable Object> model, CustomObjects custom) {
    Map<String, @Nullable Object> upgraded = new LinkedHashMap<>(model);
    Object config = model.get("config");
    List<String> problems = new ArrayList<>();
    if (config instanceof List<?> list) {
      upgraded.put("config", layers(list, custom, problems));
    } else if (config instanceof Map<?, ?>
        && Json.object(config, "config").get("layers") instanceof List<?> list) {
      Map<String, @Nullable Object> inner = new LinkedHashMap<>(Json.object(config, "config"));
      inner.put("layers", layers(list, custom, problems));
      upgraded.put("config", inner);
    }
    if (!problems.isEmpty()) {
      throw new UnsupportedConfigException(String.join("\n", problems));
    }
    return upgraded;
  }

  private static List<@Nullable Object> layers(
      List<?> layers, CustomObjects custom, List<String> problems) {
    List<@Nullable Object> upgraded = new ArrayList<>();
    for (Object each : layers) {
      upgraded.add(
          each instanceof Map<?, ?> ? layer(Json.object(each, "a layer"), custom, problems) : each);
    }
    return upgraded;
  }

  private static Map<String, @Nullable Object> layer(
      Map<String, @Nullable Object> layer, CustomObjects custom, List<String> problems) {
    String given = String.valueOf(layer.get("class_name"));
    String className = CLASSES.getOrDefault(given, given);
    if (custom.contains(given)
        || !Layers.isBuiltIn(className)
        || !(layer.get("config") instanceof Map<?, ?>)) {
      return layer;
    }
    Map<String, @Nullable Object> arguments =
        arguments(className, Json.object(layer.get("config"), "the config of " + given));
    Object activation = arguments.get("activation");
    if (named(activation, "hard_sigmoid") && !custom.contains("hard_sigmoid")) {
      problems.add(
          "layer '%s': its activation hard_sigmoid is 0.2 x + 0.5 between 0 and 1 in Keras 1 and 2, and x / 6 + 0.5 in Keras 3 and here; give your own: LoadOptions.defaults().customObject(\"hard_sigmoid\", config -> ...)"
              .formatted(arguments.get("name")));
    }
    Map<String, @Nullable Object> upgraded = new LinkedHashMap<>(layer);
    upgraded.put("class_name", className);
    upgraded.put("config", arguments);
    return upgraded;
  }

  private static boolean named(@Nullable Object activation, String name) {
    return name.equals(activation)
        || (activation instanceof Map<?, ?> map && name.equals(map.get("config")));
  }

  private static Map<String, @Nullable Object> arguments(
      String className, Map<String, @Nullable Object> old) {
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    old.forEach(
        (name, value) -> {
          String today = ARGUMENTS.getOrDefault(name, name);
          // Where both are there, the old one is left to be refused.
          arguments.put(old.containsKey(today) ? name : today, number(ordering(name, value)));
        });
    if (arguments.get("nb_row") != null && arguments.get("nb_col") != null) {
      List<@Nullable Object> size = new ArrayList<>();
      size.add(arguments.remove("nb_row"));
      size.add(arguments.remove("nb_col"));
      arguments.putIfAbsent("kernel_size", size);
    }
    if (className.equals("BatchNormalization") && isZero(arguments.get("mode"))) {
      arguments.remove("mode"); // statistics of each feature, as today
    }
    if (arguments.get("batch_input_shape") != null) {
      arguments.remove("input_dim"); // says the same
    }
    return arguments;
  }

  private static boolean isZero(@Nullable Object value) {
    return value instanceof Integer number && number == 0;
  }

  private static @Nullable Object ordering(String name, @Nullable Object value) {
    if (!name.equals("dim_ordering")) {
      return value;
    }
    return "tf".equals(value) ? "channels_last" : "th".equals(value) ? "channels_first" : value;
  }

  /** Keras 2.2 wrote some numbers as arrays: {@code {"type": "ndarray", "value": 0.0}}. */
  private static @Nullable Object number(@Nullable Object value) {
    return value instanceof Map<?, ?> map && "ndarray".equals(map.get("type"))
        ? map.get("value")
        : value;
  }
}
