package dev.lamina.callbacks;

import dev.lamina.LaminaException;
import dev.lamina.checkpoints.CheckpointDirectory;
import dev.lamina.models.Callback;
import dev.lamina.models.History;
import dev.lamina.models.Training;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Saves how training stands, and goes on from there when {@code fit} is called again with the same
 * directory: after a crash, a power cut or a kill, training ends with the same bits as if nothing
 * had happened.
 *
 * <pre>{@code
 * model.fit(train, Fit.epochs(20).validation(test)
 *     .callbacks(new BackupAndRestore(Path.of("backup")).saveFreq(100)));
 * }</pre>
 *
 * <p>A checkpoint holds weights, optimizer, step, epoch, the place in the shuffled data, the seed,
 * the figures so far, the history, and what other callbacks remember ({@link Callback#saveState});
 * {@code fit} returns the history of all epochs. Model, data and the arguments of {@code fit} must
 * be the same again; what differs is told. Only the number of epochs may grow. If the model was
 * given no seed, it takes the checkpoint's. On another engine, machine or number of threads
 * training goes on as well, with other last bits.
 *
 * <p>Other than in Keras, training goes on at the step that was saved rather than at the start of
 * its epoch; every checkpoint has a checksum; and two are kept unless {@link #doubleCheckpoint}
 * says otherwise.
 */
public final class BackupAndRestore implements Callback {
  private static final Logger LOGGER = System.getLogger(BackupAndRestore.class.getName());

  private final Path directory;
  private final int saveFreq; // 0: after each epoch
  private final boolean doubleCheckpoint;
  private final boolean deleteCheckpoint;

  private final CheckpointDirectory checkpoints;
  private int unsavedSteps;
  private boolean epochEnded;
  private @Nullable Path resumedFrom;

  /**
   * Saves after each epoch, and deletes the checkpoints when training is complete.
   *
   * @param directory made when needed, and locked while training runs: another training that is to
   *     use it too ends at once with a {@link dev.lamina.checkpoints.CheckpointException}
   */
  public BackupAndRestore(Path directory) {
    this(directory, 0, true, true);
  }

  private BackupAndRestore(
      Path directory, int saveFreq, boolean doubleCheckpoint, boolean deleteCheckpoint) {
    this.directory = directory;
    this.saveFreq = saveFreq;
    this.doubleCheckpoint = doubleCheckpoint;
    this.deleteCheckpoint = deleteCheckpoint;
    checkpoints = new CheckpointDirectory(directory, doubleCheckpoint ? 2 : 1);
  }

  /** A copy that saves after every so many steps instead of after each epoch. */
  public BackupAndRestore saveFreq(int steps) {
    if (steps < 1) {
      throw new IllegalArgumentException("saveFreq must be >= 1 steps, received " + steps);
    }
    return new BackupAndRestore(directory, steps, doubleCheckpoint, deleteCheckpoint);
  }

  /**
   * A copy that keeps the checkpoint before the last too, the default, or not. It is used when the
   * last one is damaged.
   */
  public BackupAndRestore doubleCheckpoint(boolean keep) {
    return new BackupAndRestore(directory, saveFreq, keep, deleteCheckpoint);
  }

  /**
   * A copy that deletes the checkpoints when training is complete, the default, or keeps them.
   * Kept, the last one is of the end of training, and a later {@code fit} with more epochs goes on
   * there.
   */
  public BackupAndRestore deleteCheckpoint(boolean delete) {
    return new BackupAndRestore(directory, saveFreq, doubleCheckpoint, delete);
  }

  /** The file from which the last {@code fit} has gone on; null if it began from the beginning. */
  public @Nullable Path resumedFrom() {
    return resumedFrom;
  }

  @Override
  public void onTrainBegin(Training training) throws IOException {
    unsavedSteps = 0;
    epochEnded = false;
    resumedFrom = null;
    checkpoints.lock();
    boolean begun = false;
    try {
      restore(training);
      begun = true;
    } finally {
      if (!begun) {
        checkpoints.close();
      }
    }
  }

  private void restore(Training training) throws IOException {
    CheckpointDirectory.Found found = checkpoints.latest();
    if (found == null) {
      return;
    }
    for (String damage : found.damaged()) {
      LOGGER.log(Level.WARNING, damage + "; going on from " + found.path());
    }
    try {
      training.resume(found.checkpoint());
    } catch (LaminaException e) {
      throw new LaminaException(found.path() + ": " + e.getMessage(), e);
    }
    resumedFrom = found.path();
  }

  @Override
  public void onBatchEnd(Training training) {
    unsavedSteps++;
  }

  @Override
  public void onEpochEnd(Training training, History.Epoch epoch) {
    epochEnded = true;
  }

  @Override
  public void onSafePoint(Training training) throws IOException {
    boolean due = saveFreq == 0 ? epochEnded : unsavedSteps >= saveFreq;
    boolean isLast = !deleteCheckpoint && training.isComplete();
    epochEnded = false;
    if (due || isLast) {
      checkpoints.save(training.model().steps(), training.checkpoint());
      unsavedSteps = 0;
    }
  }

  @Override
  public void onTrainEnd(Training training) throws IOException {
    try (checkpoints) { // gives the lock back
      if (deleteCheckpoint && training.isComplete()) {
        checkpoints.delete();
      }
    }
  }

  /** For people, such as {@code BackupAndRestore in backup, after each epoch}. */
  @Override
  public String toString() {
    return "BackupAndRestore in "
        + directory
        + (saveFreq == 0 ? ", after each epoch" : ", every " + saveFreq + " steps");
  }
}
