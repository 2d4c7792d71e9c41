package dev.lamina.callbacks;

import dev.lamina.models.Model;
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

  /** Loss and metrics over this epoch so far. Read when asked for, so ask only when needed. */
  Map<String, Double> figures();

  /** Ends training after this epoch. */
  void stop();
}
