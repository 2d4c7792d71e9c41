package dev.lamina.callbacks;

import dev.lamina.CheckReturnValue;
import dev.lamina.models.Callback;
import dev.lamina.models.Training;
import java.io.PrintStream;

/**
 * Sets the learning rate at the beginning of each epoch, as Keras's callback of this name.
 *
 * <pre>{@code
 * Fit.epochs(20).callbacks(new LearningRateScheduler((epoch, rate) -> epoch < 10 ? rate : 0.9 * rate));
 * }</pre>
 *
 * <p>It has nothing to remember: the learning rate is in checkpoints, and a training that goes on
 * in the middle of an epoch keeps it.
 */
@CheckReturnValue
public final class LearningRateScheduler implements Callback {
  private final Schedule schedule;
  private final boolean verbose;
  private final PrintStream out;

  /** What the learning rate is in each epoch. */
  @FunctionalInterface
  public interface Schedule {
    /**
     * The learning rate of an epoch.
     *
     * @param epoch from 0, as in Keras
     * @param rate the learning rate so far
     * @return a number from 0 on
     */
    double rate(int epoch, double rate);
  }

  public LearningRateScheduler(Schedule schedule) {
    this(schedule, false, System.out);
  }

  private LearningRateScheduler(Schedule schedule, boolean verbose, PrintStream out) {
    this.schedule = schedule;
    this.verbose = verbose;
    this.out = out;
  }

  /** A copy that tells every rate, or not, as by default. */
  public LearningRateScheduler verbose(boolean verbose) {
    return new LearningRateScheduler(schedule, verbose, out);
  }

  /** A copy that tells it there; standard output by default. */
  public LearningRateScheduler out(PrintStream out) {
    return new LearningRateScheduler(schedule, verbose, out);
  }

  @Override
  public void onEpochBegin(Training training) {
    if (training.step() != 0) {
      return; // goes on in the middle of an epoch
    }
    double rate = schedule.rate(training.epoch() - 1, (float) training.model().learningRate());
    training.model().setLearningRate(rate);
    if (verbose) {
      out.printf(
          "%nEpoch %d: LearningRateScheduler setting learning rate to %s.%n",
          training.epoch(), rate);
    }
  }

  /** For people. */
  @Override
  public String toString() {
    return "LearningRateScheduler";
  }
}
