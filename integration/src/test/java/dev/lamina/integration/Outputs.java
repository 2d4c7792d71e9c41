package dev.lamina.integration;

import static org.assertj.core.api.Assertions.assertThat;

/** What the program must have written. */
final class Outputs {
  private Outputs() {}

  /** It has trained, predicted, saved and loaded on oneDNN, and there was nothing to warn of. */
  static void onOneDnn(String output) {
    assertThat(output)
        .contains("engine: onednn", "steps: 1", "predictions: 80", "loaded: 80")
        .doesNotContain("reference")
        .doesNotContain("error");
  }

  /** It has trained and predicted, slowly, and says why and what to do, once. */
  static void onReferenceWithWarning(String output) {
    assertThat(output)
        .contains("engine: reference", "steps: 1", "predictions: 80")
        .containsOnlyOnce("computing with the engine \"reference\"")
        .contains("the engine \"onednn\" is missing")
        .contains("Depend on dev.lamina:lamina")
        .contains("in a module, require dev.lamina")
        .contains("model.setEngine(\"reference\")");
  }

  /** The engine is there and cannot run: no silent change to another. */
  static void withoutNatives(String output) {
    assertThat(output)
        .contains("error: oneDNN does not load on ")
        .contains("Depend on dev.lamina:lamina, which brings the natives of all platforms")
        .contains("In a module require dev.lamina or dev.lamina.")
        .doesNotContain("engine: ");
  }
}
