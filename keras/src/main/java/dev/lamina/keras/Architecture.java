package dev.lamina.keras;

import dev.lamina.LaminaException;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.config.Names;
import dev.lamina.config.UnsupportedConfigException;
import dev.lamina.ir.Shape;
import dev.lamina.layers.DTypePolicy;
import dev.lamina.layers.Input;
import dev.lamina.layers.Layer;
import dev.lamina.layers.Layers;
import dev.lamina.models.LoadOptions;
import dev.lamina.models.Model;
import dev.lamina.models.Sequential;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The layers of a model as Keras's JSON, and back. */
final class Architecture {
  private static final int MAX_LAYERS = 1000;
  private static final Map<String, String> REFUSED =
      Map.of(
          "Lambda", "it holds code, and a model file is data",
          "TFSMLayer", "it reads other files",
          "TorchModuleWrapper", "it holds code, and a model file is data");

  private Architecture() {}

  static Sequential sequential(Model model) {
    if (model instanceof Sequential sequential) {
      return sequential;
    }
    throw new LaminaException(
        "%s: only Sequential models can be saved, received a %s"
            .formatted(model.name(), model.getClass().getSimpleName()));
  }

  static Map<String, @Nullable Object> toJson(Model model) {
    Sequential sequential = sequential(model);
    TrainingArguments.requireNone(sequential);
    List<Object> layers = new ArrayList<>();
    Config input = new Input(model.inputShape()).config().with("name", "input_layer");
    layers.add(KerasObject.toJson(input, KerasObject.Kind.LAYER));
    List<String> names = model.layerNames();
    for (int i = 0; i < names.size(); i++) {
      Config config = sequential.layers().get(i).config();
      Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
      arguments.put("name", names.get(i));
      arguments.putAll(config.arguments());
      Map<String, @Nullable Object> json =
          KerasObject.toJson(new Config(config.className(), arguments), KerasObject.Kind.LAYER);
      if (!Layers.isBuiltIn(config.className())) {
        json.put("module", null);
        json.put("registered_name", config.className());
      }
      layers.add(json);
    }
    Object batchShape = input.get("batch_shape");
    Config whole =
        Config.of("Sequential")
            .with("name", model.name())
            .with("trainable", true)
            .with("dtype", "float32")
            .with("layers", layers)
            .with("build_input_shape", batchShape);
    return KerasObject.toJson(whole, KerasObject.Kind.MODEL);
  }

  /** Makes the model, without weights. All layers that cannot be represented are listed at once. */
  static Sequential fromJson(Map<String, @Nullable Object> json, LoadOptions options) {
    String className = KerasObject.className(json, "the model", options.customObjects());
    Object config = json.get("config");
    String name = "sequential";
    Object layers = config;
    if (!(config instanceof List<?>)) { // Keras 2.1.3 has a bare list
      Map<String, @Nullable Object> map = Json.object(config, "the model's config");
      layers = map.get("layers");
      name = map.get("name") instanceof String given ? given : name;
    }
    boolean functional = "Functional".equals(className) || "Model".equals(className);
    if (!functional && !"Sequential".equals(className)) {
      throw new UnsupportedConfigException(
          "a model of class %s is not supported; only Sequential is".formatted(className));
    }
    if (!(layers instanceof List<?> list) || list.isEmpty() || list.size() > MAX_LAYERS) {
      throw new LaminaException(
          "the model must have 1 to %d layers in a list named layers".formatted(MAX_LAYERS));
    }
    if (functional) {
      Chain.require(Json.object(config, "the model's config"), list);
    }
    List<Layer> made = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (Object each : list) {
      Config layer = KerasObject.config(each, "a layer", options.customObjects());
      TrainingArguments training = TrainingArguments.of(layer, options);
      problems.addAll(training.problems());
      try {
        Layer read =
            training.leaveOut(
                Layers.from(new ConfigReader(training.layer(), options.customObjects())));
        DTypePolicy policy = options.dtypePolicy();
        made.add(policy == null ? read : Layers.withPolicy(read, policy));
      } catch (LaminaException | IllegalArgumentException e) {
        problems.add(problem(layer, e));
      }
    }
    if (!problems.isEmpty()) {
      throw new UnsupportedConfigException(String.join("\n", problems));
    }
    Sequential model = new Sequential(name, made.toArray(Layer[]::new));
    String engine = options.engine();
    if (engine != null) {
      model.setEngine(engine);
    }
    return model;
  }

  private static String problem(Config layer, RuntimeException e) {
    String where = "layer '%s' of class %s".formatted(layer.get("name"), layer.className());
    String refusal = REFUSED.get(layer.className());
    if (refusal != null) {
      return where + " is refused: " + refusal;
    }
    return String.valueOf(e.getMessage())
            .equals("class %s is not supported".formatted(layer.className()))
        ? where + " is not supported"
        : where + ": " + e.getMessage();
  }

  /** The groups of the layers in {@code model.weights.h5}: numbered by class, never by name. */
  static List<String> groups(Sequential model) {
    return groups(model, false);
  }

  /**
   * The groups of the layers.
   *
   * @param countedTwice as Keras 2.12 did it: a layer with weights takes two numbers, so that there
   *     are conv2d, conv2d_2, conv2d_4
   */
  static List<String> groups(Sequential model, boolean countedTwice) {
    Map<String, Integer> counts = new HashMap<>();
    List<String> groups = new ArrayList<>();
    List<Layer> layers = model.layers();
    for (int i = 0; i < layers.size(); i++) {
      String base = Names.snakeCase(layers.get(i).config().className());
      int before = counts.getOrDefault(base, 0);
      boolean twice = countedTwice && !weights(model, model.layerNames().get(i)).isEmpty();
      counts.put(base, before + (twice ? 2 : 1));
      groups.add(before == 0 ? base : base + "_" + before);
    }
    return groups;
  }

  /** The names of one layer's weights, in Keras's order. */
  static List<String> weights(Model model, String layer) {
    return model.weightNames().stream().filter(name -> name.startsWith(layer + "/")).toList();
  }

  static int[] dims(Model model, String weight) {
    Shape shape = model.weightShape(weight);
    return shape.toArray();
  }
}
