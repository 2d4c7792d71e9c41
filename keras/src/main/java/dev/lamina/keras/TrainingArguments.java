package dev.lamina.keras;

import dev.lamina.LaminaException;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.constraints.Constraints;
import dev.lamina.layers.Layer;
import dev.lamina.layers.LayerCopies;
import dev.lamina.models.LoadOptions;
import dev.lamina.models.Model;
import dev.lamina.network.Topology.NamedLayer;
import dev.lamina.regularizers.Regularizers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A layer's constraints and regularizers that Lamina does not have; predictions do not need them.
 *
 * @param layer the layer's config without them
 * @param leftOut what was taken away; empty if there are none
 * @param problems why the layer is refused with them; empty if it is not
 */
record TrainingArguments(Config layer, Map<String, Object> leftOut, List<String> problems) {
  /** Takes them away from a built-in layer; the caller's own reads its config itself. */
  static TrainingArguments of(Config layer, LoadOptions options) {
    Map<String, @Nullable Object> kept = new LinkedHashMap<>(layer.arguments());
    Map<String, Object> leftOut = new LinkedHashMap<>();
    boolean own = options.customObjects().contains(layer.className());
    layer
        .arguments()
        .forEach(
            (name, value) -> {
              if (value != null
                  && !own
                  && isForTraining(name)
                  && !isSupported(name, value, options)) {
                leftOut.put(name, value);
                kept.remove(name);
              }
            });
    List<String> found = new ArrayList<>();
    leftOut.forEach(
        (name, value) ->
            found.add(
                "layer '%s' of class %s: %s=%s is not supported"
                    .formatted(layer.get("name"), layer.className(), name, describe(value))));
    var told = options.tolerant();
    List<String> problems = new ArrayList<>();
    for (String each : found) {
      if (told != null) {
        told.accept(each + " and left out; the model cannot be trained without it");
      } else if (options.compile()) {
        problems.add(
            each
                + ", and training needs it; to predict, load with LoadOptions.defaults().compile(false)");
      }
    }
    return new TrainingArguments(new Config(layer.className(), kept), leftOut, problems);
  }

  private static boolean isForTraining(String name) {
    return name.endsWith("_regularizer") || name.endsWith("_constraint");
  }

  /** Whether layers read this argument: penalties on weights, not those on outputs. */
  private static boolean isSupported(String name, Object value, LoadOptions options) {
    if (name.endsWith("_constraint")) {
      return isConstraint(name, value, options);
    }
    String regularizer =
        value instanceof Config config ? config.className() : String.valueOf(value);
    return name.endsWith("_regularizer")
        && !name.equals("activity_regularizer")
        && Regularizers.isBuiltIn(regularizer);
  }

  /** Whether Lamina has it with these arguments: those of Keras 1 had other names. */
  private static boolean isConstraint(String name, Object value, LoadOptions options) {
    Config holder = Config.of("").with(name, value);
    try {
      return Constraints.argument(new ConfigReader(holder, options.customObjects()), name) != null;
    } catch (LaminaException | IllegalArgumentException e) {
      return false;
    }
  }

  /** The layer that was read, with a note of what it lacks. */
  Layer leaveOut(Layer read) {
    return leftOut.isEmpty() ? read : LayerCopies.withLeftOut(read, leftOut);
  }

  /** Refuses to save a model that was loaded without them. */
  static void requireNone(Model model) {
    for (NamedLayer each : model.topology().flat().layers()) {
      if (!each.layer().leftOut().isEmpty()) {
        throw new LaminaException(
            "layer '%s': %s was left out when the model was loaded, and saving would lose it; keep the file that the model came from, or save the weights alone to a .weights.h5"
                .formatted(each.name(), String.join(", ", each.layer().leftOut().keySet())));
      }
    }
  }

  private static String describe(Object value) {
    String text = value instanceof Config config ? config.className() : String.valueOf(value);
    return text.length() <= 80 ? text : text.substring(0, 77) + "...";
  }
}
