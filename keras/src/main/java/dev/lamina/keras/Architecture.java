package dev.lamina.keras;

import dev.lamina.LaminaException;
import dev.lamina.config.UnsupportedConfigException;
import dev.lamina.layers.Layer;
import dev.lamina.models.LoadOptions;
import dev.lamina.models.Model;
import dev.lamina.models.Sequential;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The structure of a model as Keras's JSON, and back. */
final class Architecture {
  private static final int MAX_LAYERS = 5000;
  private static final Set<String> MODELS = Set.of("Functional", "Model", "Sequential");

  private Architecture() {}

  static Map<String, @Nullable Object> toJson(Model model) {
    TrainingArguments.requireNone(model);
    String className = model instanceof Sequential ? "Sequential" : "Functional";
    return GraphWriter.toJson(className, model.name(), model.topology());
  }

  /** Makes the model, without weights. All layers that cannot be represented are listed at once. */
  static Model fromJson(Map<String, @Nullable Object> json, LoadOptions options) {
    String className = KerasObject.className(json, "the model", options.customObjects());
    if (!MODELS.contains(className)) {
      throw new UnsupportedConfigException(
          "a model of class %s is not supported; Sequential and Functional are"
              .formatted(className));
    }
    LayerReader reader = new LayerReader(options);
    Model model = read(json, reader);
    reader.finish();
    if (model == null) {
      throw new IllegalStateException("no model and no problem");
    }
    String engine = options.engine();
    if (engine != null) {
      model.setEngine(engine);
    }
    return model;
  }

  /** Whether an object among a model's layers is a model itself. */
  static boolean isModel(Map<String, @Nullable Object> json) {
    return MODELS.contains(String.valueOf(json.get("class_name")))
        && (json.get("config") instanceof List<?>
            || (json.get("config") instanceof Map<?, ?> config
                && config.get("layers") instanceof List<?>));
  }

  /** A model or a nested model; null after a problem was noted. */
  static @Nullable Model read(Map<String, @Nullable Object> json, LayerReader reader) {
    boolean isSequential = "Sequential".equals(json.get("class_name"));
    Object config = json.get("config");
    String name = null;
    Object layers = config;
    if (!(config instanceof List<?>)) { // Keras 2.1.3 has a bare list
      Map<String, @Nullable Object> map = Json.object(config, "the model's config");
      layers = map.get("layers");
      name = map.get("name") instanceof String given ? given : null;
    }
    if (!(layers instanceof List<?> list) || list.isEmpty() || list.size() > MAX_LAYERS) {
      throw new LaminaException(
          "the model must have 1 to %d layers in a list named layers".formatted(MAX_LAYERS));
    }
    return isSequential
        ? sequential(name, list, reader)
        : GraphReader.read(name, Json.object(config, "the model's config"), list, reader);
  }

  private static @Nullable Sequential sequential(
      @Nullable String name, List<?> layers, LayerReader reader) {
    List<Object> made = new ArrayList<>();
    for (Object each : layers) {
      Map<String, @Nullable Object> json = Json.object(each, "a layer");
      Object read = isModel(json) ? read(json, reader) : reader.read(json);
      if (read != null) {
        made.add(read);
      }
    }
    if (made.size() < layers.size()) {
      return null;
    }
    Sequential model = name == null ? new Sequential() : new Sequential(name);
    for (Object each : made) {
      if (each instanceof Model nested) {
        model.add(nested);
      } else {
        model.add((Layer) each);
      }
    }
    return model;
  }
}
