package dev.lamina.callbacks;

import dev.lamina.CheckReturnValue;
import dev.lamina.models.Callback;
import dev.lamina.models.History;
import dev.lamina.models.Training;
import java.io.IOException;

/**
 * A callback of lambdas, as Keras's of this name. It remembers nothing in checkpoints; a callback
 * that must is a class of its own, see {@link Callback}.
 *
 * <pre>{@code
 * Fit.epochs(5)
 *     .callbacks(
 *         new LambdaCallback()
 *             .onEpochEnd((training, epoch) -> System.out.println(epoch.figures().get("loss"))));
 * }</pre>
 */
@CheckReturnValue
public final class LambdaCallback implements Callback, Cloneable {
  /** What is done at some moment of a training. */
  @FunctionalInterface
  public interface Action {
    void run(Training training) throws IOException;
  }

  /** What is done at the end of an epoch. */
  @FunctionalInterface
  public interface EpochAction {
    void run(Training training, History.Epoch epoch) throws IOException;
  }

  private static final Action NOTHING = training -> {};

  private Action trainBegin = NOTHING;
  private Action epochBegin = NOTHING;
  private Action batchEnd = NOTHING;
  private Action trainEnd = NOTHING;
  private EpochAction epochEnd = (training, epoch) -> {};

  /** A callback that does nothing yet. */
  public LambdaCallback() {}

  /** A copy that does this in {@link Callback#onTrainBegin}. */
  public LambdaCallback onTrainBegin(Action action) {
    LambdaCallback copy = copy();
    copy.trainBegin = action;
    return copy;
  }

  /** A copy that does this in {@link Callback#onEpochBegin}. */
  public LambdaCallback onEpochBegin(Action action) {
    LambdaCallback copy = copy();
    copy.epochBegin = action;
    return copy;
  }

  /** A copy that does this in {@link Callback#onBatchEnd}; Keras's on_train_batch_end. */
  public LambdaCallback onBatchEnd(Action action) {
    LambdaCallback copy = copy();
    copy.batchEnd = action;
    return copy;
  }

  /** A copy that does this in {@link Callback#onEpochEnd}. */
  public LambdaCallback onEpochEnd(EpochAction action) {
    LambdaCallback copy = copy();
    copy.epochEnd = action;
    return copy;
  }

  /** A copy that does this in {@link Callback#onTrainEnd}. */
  public LambdaCallback onTrainEnd(Action action) {
    LambdaCallback copy = copy();
    copy.trainEnd = action;
    return copy;
  }

  private LambdaCallback copy() {
    try {
      return (LambdaCallback) clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void onTrainBegin(Training training) throws IOException {
    trainBegin.run(training);
  }

  @Override
  public void onEpochBegin(Training training) throws IOException {
    epochBegin.run(training);
  }

  @Override
  public void onBatchEnd(Training training) throws IOException {
    batchEnd.run(training);
  }

  @Override
  public void onEpochEnd(Training training, History.Epoch epoch) throws IOException {
    epochEnd.run(training, epoch);
  }

  @Override
  public void onTrainEnd(Training training) throws IOException {
    trainEnd.run(training);
  }

  /** For people. */
  @Override
  public String toString() {
    return "LambdaCallback";
  }
}
