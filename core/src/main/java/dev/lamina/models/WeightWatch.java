package dev.lamina.models;

import dev.lamina.LaminaException;
import dev.lamina.TrainingException;
import dev.lamina.plan.Variables;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks for NaN and infinities in a model's weights. Once there they never go away, so while
 * training runs it is enough to look at one weight after each step, in turn, and at all of them
 * after each epoch and before anything is saved or predicted.
 */
final class WeightWatch {
  private final Variables variables;
  private final List<String> names;
  private int next;
  private @Nullable String found;

  WeightWatch(Model model) {
    variables = model.variables();
    names = model.weightNames();
  }

  /** Looks at the next weight, on the engine's thread. Allocates nothing. */
  void look() {
    if (!names.isEmpty()) {
      String name = names.get(next);
      next = (next + 1) % names.size();
      if (!variables.isFinite(name)) {
        found = name;
      }
    }
  }

  /** Looks at all weights. */
  void lookAtAll() {
    found = variables.notFinite(names);
  }

  /**
   * Ends the training if NaN or an infinity was seen.
   *
   * @param place when this happens
   */
  void requireFinite(Supplier<String> place) {
    if (found != null) {
      throw new TrainingException(
          "the weight \"%s\" holds NaN or an infinity%s; lower the learning rate, and scale the inputs to about 0..1"
              .formatted(found, place.get()));
    }
  }

  /**
   * Refuses to use weights that are not finite.
   *
   * @param consequence what is not done therefore, such as {@code the model cannot predict}
   * @throws LaminaException naming the weight
   */
  static void requireFinite(Model model, String consequence) {
    Variables variables = model.variables();
    long changes = variables.changes();
    if (model.finiteAt() != changes) {
      requireFinite(variables, model.weightNames(), consequence);
      model.finiteAt(changes);
    }
  }

  /** As {@link #requireFinite(Model, String)}, the optimizer's state included. */
  static void requireFiniteState(Model model, String consequence) {
    Variables variables = model.variables();
    List<String> names = variables.names().stream().filter(name -> !Totals.holds(name)).toList();
    requireFinite(variables, names, consequence);
  }

  private static void requireFinite(Variables variables, List<String> names, String consequence) {
    String name = variables.notFinite(names);
    if (name != null) {
      float[] values = variables.get(name);
      int element = NotFinite.find(values, 0, values.length);
      throw new LaminaException(
          "%s: \"%s\" holds %s (element %d of %d); go on from weights saved before"
              .formatted(consequence, name, values[element], element, values.length));
    }
  }
}
