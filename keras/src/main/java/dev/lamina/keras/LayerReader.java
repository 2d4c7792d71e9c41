package dev.lamina.keras;

import dev.lamina.LaminaException;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.config.UnsupportedConfigException;
import dev.lamina.layers.DTypePolicy;
import dev.lamina.layers.Layer;
import dev.lamina.layers.LayerCopies;
import dev.lamina.layers.registry.Layers;
import dev.lamina.models.LoadOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes layers of a file's objects, and collects why some cannot be made. */
final class LayerReader {
  private static final Map<String, String> REFUSED =
      Map.of(
          "Lambda", "it holds code, and a model file is data",
          "TFSMLayer", "it reads other files",
          "TorchModuleWrapper", "it holds code, and a model file is data");

  private final LoadOptions options;
  private final List<String> problems = new ArrayList<>();

  LayerReader(LoadOptions options) {
    this.options = options;
  }

  LoadOptions options() {
    return options;
  }

  /** The layer, or null after a problem was noted. */
  @Nullable Layer read(@Nullable Object json) {
    Config layer = KerasObject.config(json, "a layer", options.customObjects());
    TrainingArguments training = TrainingArguments.of(layer, options);
    problems.addAll(training.problems());
    try {
      Layer read =
          training.leaveOut(
              Layers.from(new ConfigReader(training.layer(), options.customObjects())));
      DTypePolicy policy = options.dtypePolicy();
      return policy == null ? read : LayerCopies.withPolicy(read, policy);
    } catch (LaminaException | IllegalArgumentException e) {
      problems.add(problem(layer, e));
      return null;
    }
  }

  /** Notes what keeps a layer from being made or called. */
  void problem(String problem) {
    problems.add(problem);
  }

  /** Refuses the file if there was a problem. */
  void finish() {
    if (!problems.isEmpty()) {
      throw new UnsupportedConfigException(String.join("\n", problems));
    }
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
}
