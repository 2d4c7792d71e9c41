package dev.lamina.models;

import dev.lamina.checkpoints.Checkpoint;
import java.io.IOException;

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
 *
 * <p>A callback that remembers something from epoch to epoch, such as a best figure, gives it to
 * checkpoints with {@link #saveState} and takes it back with {@link #restoreState}; then a training
 * that was interrupted goes on as if it had not been. What any method throws ends {@code fit}.
 */
public interface Callback {
  default void onTrainBegin(Training training) throws IOException {}

  /**
   * {@code training.epoch()} tells which. Called again when training goes on in the middle of an
   * epoch; {@code training.step()} is not 0 then.
   */
  default void onEpochBegin(Training training) throws IOException {}

  /** After each step; {@code training.step()} and {@code training.figures()} tell how it stands. */
  default void onBatchEnd(Training training) throws IOException {}

  /** After each epoch and its validation. */
  default void onEpochEnd(Training training, History.Epoch epoch) throws IOException {}

  /**
   * After each step and after each epoch, when all callbacks have been told of it: the moment to
   * ask for {@link Training#checkpoint()}.
   */
  default void onSafePoint(Training training) throws IOException {}

  /**
   * At the end, also when a callback has stopped training or an error has ended it; {@link
   * Training#isComplete()} tells. Every callback whose {@link #onTrainBegin} has returned is told,
   * even if another one fails.
   */
  default void onTrainEnd(Training training) throws IOException {}

  /** Writes what this callback must remember when training goes on later; by default nothing. */
  default void saveState(Checkpoint.Builder state) {}

  /**
   * Takes back what {@link #saveState} has written, after {@link #onTrainBegin} and, within an
   * epoch, {@link #onEpochBegin}. Not called if nothing was written.
   */
  default void restoreState(Checkpoint state) {}
}
