package dev.lamina.engine.onednn;

import dev.lamina.engine.Step;

/** Steps made of steps. */
final class Steps {
  private Steps() {}

  static Step sequence(Step... steps) {
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
