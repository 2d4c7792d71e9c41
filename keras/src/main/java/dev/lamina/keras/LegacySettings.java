package dev.lamina.keras;

import dev.lamina.config.CustomObjects;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Brings the compile settings of Keras 1 and 2 into the form of Keras 3. */
final class LegacySettings {
  private static final Set<String> OPTIMIZERS = Set.of("SGD", "RMSprop", "Adam", "AdamW");

  private LegacySettings() {}

  static Map<String, @Nullable Object> upgrade(
      Map<String, @Nullable Object> settings, CustomObjects custom) {
    Map<String, @Nullable Object> upgraded = new LinkedHashMap<>(settings);
    for (String key : List.of("optimizer", "optimizer_config")) {
      if (settings.get(key) instanceof Map<?, ?>) {
        upgraded.put(key, optimizer(Json.object(settings.get(key), key), custom));
      }
    }
    for (String key : List.of("metrics", "weighted_metrics")) {
      upgraded.put(key, metric(settings.get(key), custom));
    }
    return upgraded;
  }

  private static Map<String, @Nullable Object> optimizer(
      Map<String, @Nullable Object> optimizer, CustomObjects custom) {
    Map<String, @Nullable Object> upgraded = new LinkedHashMap<>(optimizer);
    String className = String.valueOf(optimizer.get("class_name"));
    // tf.keras 2.11 to 2.13 gave the optimizers that were new then a registered name.
    String builtIn = className.startsWith("Custom>") ? className.substring(7) : className;
    if (custom.contains(builtIn) || !(optimizer.get("config") instanceof Map<?, ?>)) {
      return upgraded;
    }
    if (!OPTIMIZERS.contains(builtIn)) {
      // Keras 3's of this name has other variables, or other formulas.
      upgraded.put("class_name", builtIn + " of Keras 2");
      return upgraded;
    }
    Map<String, @Nullable Object> config =
        new LinkedHashMap<>(Json.object(optimizer.get("config"), "the config of " + className));
    if (config.containsKey("lr") && !config.containsKey("learning_rate")) {
      config.put("learning_rate", config.remove("lr"));
    }
    if (!Boolean.TRUE.equals(config.get("use_ema"))) {
      config.remove("ema_overwrite_frequency"); // 100 in RMSprop, also where there is no average
    }
    upgraded.put("class_name", builtIn);
    upgraded.put("config", config);
    return upgraded;
  }

  /** tf.keras 2 wrapped functions: {@code "fn": "sparse_categorical_accuracy"}. */
  private static @Nullable Object metric(@Nullable Object value, CustomObjects custom) {
    if (value instanceof List<?> list) {
      List<@Nullable Object> upgraded = new ArrayList<>();
      list.forEach(each -> upgraded.add(metric(each, custom)));
      return upgraded;
    }
    if (!(value instanceof Map<?, ?> map)
        || !"MeanMetricWrapper".equals(map.get("class_name"))
        || custom.contains("MeanMetricWrapper")
        || !(map.get("config") instanceof Map<?, ?> config)
        || !(config.get("fn") instanceof String function)) {
      return value;
    }
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>(Json.object(config, "a metric"));
    arguments.remove("fn");
    Map<String, @Nullable Object> upgraded = new LinkedHashMap<>();
    upgraded.put("class_name", camelCase(function));
    upgraded.put("config", arguments);
    return upgraded;
  }

  private static String camelCase(String name) {
    StringBuilder camel = new StringBuilder();
    for (String word : name.split("_", -1)) {
      if (!word.isEmpty()) {
        camel.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
      }
    }
    return camel.toString();
  }
}
