package dev.lamina.execution;

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

  WeightWatch(ModelRuntime runtime) {
    variables = runtime.variables();
    names = runtime.weights().names();
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
}
