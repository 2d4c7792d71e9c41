package dev.lamina.keras;

import dev.lamina.LaminaException;
import dev.lamina.models.Model;
import dev.lamina.models.TrainingState;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What dropout and the order of samples depend on, under {@code lamina} in {@code metadata.json}.
 * Keras does not read it, and its files have none.
 */
final class RandomState {
  static final String KEY = "lamina";

  private RandomState() {}

  static Map<String, Object> toJson(Model model) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("seed", model.seed());
    json.put("epochs", model.trainingState().epochs());
    return json;
  }

  /** Takes the state over; without one the model keeps a seed of its own. */
  static void restore(Map<String, @Nullable Object> metadata, Model model) {
    if (metadata.get(KEY) == null) {
      return;
    }
    Map<String, @Nullable Object> json = Json.object(metadata.get(KEY), KEY);
    TrainingState state = model.trainingState();
    model.restore(
        new TrainingState(
            state.steps(),
            whole(json, "epochs", 0, Integer.MAX_VALUE),
            state.learningRate(),
            whole(json, "seed", Long.MIN_VALUE, Long.MAX_VALUE),
            state.slots()));
  }

  private static long whole(Map<String, @Nullable Object> json, String name, long min, long max) {
    Object value = json.get(name);
    if (value instanceof Integer || value instanceof Long) {
      long number = ((Number) value).longValue();
      if (number >= min && number <= max) {
        return number;
      }
    }
    throw new LaminaException(
        "metadata.json: \"%s\" must be a whole number from %d to %d, received %s"
            .formatted(name, min, max, value));
  }
}
