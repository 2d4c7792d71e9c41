package dev.lamina.execution;

/** How far a model has been trained, and how fast it learns. */
public final class TrainingCounters {
  private double learningRate;
  private long steps;
  private long epochs;

  /** The learning rate of the next step. */
  public double learningRate() {
    return learningRate;
  }

  /**
   * Changes the learning rate from the next step on.
   *
   * @throws IllegalArgumentException unless it is a number from 0 on
   */
  public void setLearningRate(double rate) {
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
  void restart(double rate) {
    learningRate = rate;
    steps = 0;
  }

  /** Goes on from where another training was. */
  public void restore(long stepsDone, long epochsBegun, double rate) {
    steps = stepsDone;
    epochs = epochsBegun;
    learningRate = rate;
  }
}
