package dev.lamina.execution;

import dev.lamina.LaminaException;
import dev.lamina.TrainingException;
import dev.lamina.optimizers.Optimizer;
import dev.lamina.schedules.LearningRateSchedule;
import org.jspecify.annotations.Nullable;

/** How far a model has been trained, and how fast it learns. */
public final class TrainingCounters {
  private double learningRate; // unless there is a schedule
  private @Nullable LearningRateSchedule schedule;
  private long steps;
  private long epochs;

  /** The learning rate of the next step. */
  public double learningRate() {
    if (schedule == null) {
      return learningRate;
    }
    double rate = schedule.at(steps);
    if (!(rate >= 0) || Double.isInfinite(rate)) {
      throw new TrainingException(
          "the learning rate schedule %s gives %s after %d steps, expected a number >= 0"
              .formatted(schedule, rate, steps));
    }
    return rate;
  }

  /**
   * Changes the learning rate from the next step on.
   *
   * @throws IllegalArgumentException unless it is a number from 0 on
   * @throws LaminaException if the optimizer's learning rate follows a schedule
   */
  public void setLearningRate(double rate) {
    if (schedule != null) {
      throw new LaminaException(
          "the learning rate follows the schedule %s and cannot be set to %s; compile with a number as learning rate to set it"
              .formatted(schedule, rate));
    }
    if (!(rate >= 0) || Double.isInfinite(rate)) {
      throw new IllegalArgumentException(
          "the learning rate must be a number >= 0, received " + rate);
    }
    learningRate = rate;
  }

  /** The number of training steps done since compiling. */
  public long steps() {
    return steps;
  }

  /** The number of epochs begun since the model was made. */
  public long epochs() {
    return epochs;
  }

  /** Counts a step and returns its number, from 1. */
  long nextStep() {
    return ++steps;
  }

  /** Counts an epoch. */
  public void nextEpoch() {
    epochs++;
  }

  /** Begins anew, as compiling does. Epochs go on, as they choose the order of samples. */
  void restart(Optimizer optimizer) {
    schedule = optimizer.learningRateSchedule();
    learningRate = schedule == null ? optimizer.learningRate() : 0;
    steps = 0;
  }

  /** Goes on from where another training was; a schedule's rate follows from the steps. */
  public void restore(long stepsDone, long epochsBegun, double rate) {
    steps = stepsDone;
    epochs = epochsBegun;
    learningRate = rate;
  }
}
