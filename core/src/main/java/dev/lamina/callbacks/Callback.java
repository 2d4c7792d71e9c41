package dev.lamina.callbacks;

import dev.lamina.models.History;

/**
 * Told of the progress of {@code fit}; every method does nothing by default.
 *
 * <pre>{@code
 * final class PrintLoss implements Callback {
 *   @Override
 *   public void onEpochEnd(Training training, History.Epoch epoch) {
 *     System.out.println(epoch.figures().get("loss"));
 *   }
 * }
 * }</pre>
 */
public interface Callback {
  default void onTrainBegin(Training training) {}

  /** {@code training.epoch()} tells which. */
  default void onEpochBegin(Training training) {}

  /** After each step; {@code training.step()} and {@code training.figures()} tell how it stands. */
  default void onBatchEnd(Training training) {}

  /** After each epoch and its validation. */
  default void onEpochEnd(Training training, History.Epoch epoch) {}

  /** At the end, also when a callback has stopped training. */
  default void onTrainEnd(Training training) {}
}
