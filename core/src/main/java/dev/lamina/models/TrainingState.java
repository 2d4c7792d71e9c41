package dev.lamina.models;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far a model has learned, beside its weights: with it training goes on as if it had never
 * stopped.
 *
 * <pre>{@code
 * TrainingState state = model.trainingState();
 * copy.restore(state);
 * }</pre>
 *
 * @param steps training steps since compiling
 * @param epochs epochs begun since the model was made; they choose the order of samples
 * @param learningRate of the next step
 * @param seed of everything random; null leaves the model's
 * @param slots the optimizer's variables by name: {@code conv2d/kernel/momentum}; empty before the
 *     first step
 */
public record TrainingState(
    long steps, long epochs, double learningRate, @Nullable Long seed, Map<String, float[]> slots) {
  public TrainingState {
    if (steps < 0 || epochs < 0 || !(learningRate >= 0) || Double.isInfinite(learningRate)) {
      throw new IllegalArgumentException(
          "steps, epochs and learning rate must be numbers >= 0, received %d, %d and %s"
              .formatted(steps, epochs, learningRate));
    }
    slots = Map.copyOf(slots);
  }

  /** For people, such as {@code 938 steps, 2 epochs, learning rate 0.001, 12 slots}. */
  @Override
  public String toString() {
    return "%d steps, %d epochs, learning rate %s, %d slots"
        .formatted(steps, epochs, learningRate, slots.size());
  }
}
