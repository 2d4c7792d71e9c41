package dev.lamina.engine.onednn.primitives;

import dev.lamina.engine.Step;

/** Steps made of steps. */
public final class Steps {
  private Steps() {}

  /** These steps, one after the other. */
  public static Step sequence(Step... steps) {
    return new Step() {
      @Override
      public void run() {
        for (Step step : steps) {
          step.run();
        }
      }

      @Override
      public void close() {
        for (Step step : steps) {
          step.close();
        }
      }
    };
  }
}
