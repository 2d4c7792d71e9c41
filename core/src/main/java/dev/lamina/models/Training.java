package dev.lamina.models;

import dev.lamina.checkpoints.Checkpoint;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A run of {@code fit} as callbacks see it. */
public interface Training {
  Model model();

  /** The epoch that is running, from 1. */
  int epoch();

  int epochs();

  /** Steps done in this epoch. */
  int step();

  int stepsPerEpoch();

  /** Samples trained on in this epoch. */
  int samples();

  /**
   * The names of the figures that every epoch ends with, those of validation included: {@code loss,
   * accuracy, val_loss, val_accuracy}. A callback that watches one can check here that it exists.
   */
  List<String> figureNames();

  /** Loss and metrics over this epoch so far. Read when asked for, so ask only when needed. */
  Map<String, Double> figures();

  /** Ends training after this epoch. */
  void stop();

  /**
   * Whether training has come to its end: all epochs are done, or it was stopped. False also after
   * an error.
   */
  boolean isComplete();

  /**
   * All that is needed to go on from here, bit for bit: weights, the optimizer's slots, the place
   * in the epoch, seeds, figures, history, and what callbacks remember.
   *
   * @throws IOException if the data cannot be read
   * @throws IllegalStateException unless called from {@link Callback#onSafePoint}
   */
  Checkpoint checkpoint() throws IOException;

  /**
   * Goes on from a checkpoint as soon as all callbacks have been told that training begins. The
   * model, the data and the arguments of fit must be those of the training that made it; only the
   * number of epochs may be larger.
   *
   * @throws dev.lamina.LaminaException telling what differs; nothing is changed then
   * @throws IOException if the data cannot be read
   * @throws IllegalStateException unless called from {@link Callback#onTrainBegin}
   */
  void resume(Checkpoint checkpoint) throws IOException;
}
