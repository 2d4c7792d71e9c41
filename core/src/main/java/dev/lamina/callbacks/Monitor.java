package dev.lamina.callbacks;

import dev.lamina.LaminaException;
import dev.lamina.callbacks.EarlyStopping.Mode;
import dev.lamina.checkpoints.Checkpoint;
import dev.lamina.config.Choices;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A figure that is watched, and which direction of it is better. */
record Monitor(String figure, Mode mode) {
  private static final List<String> BETTER_WHEN_LARGER =
      List.of(
          "accuracy",
          "acc",
          "auc",
          "precision",
          "recall",
          "sensitivity",
          "specificity",
          "f1_score",
          "fbeta_score",
          "r2_score",
          "cosine_similarity",
          "io_u");

  /**
   * Checks before training that the figure will be reported.
   *
   * @param reported the names that there will be
   * @throws LaminaException naming them, and the one that was probably meant
   */
  void require(Collection<String> reported, String who) {
    if (!reported.contains(figure)) {
      throw unreported(reported, who);
    }
  }

  /**
   * Checks that a checkpoint's state, under {@code monitor}, is of the same figure.
   *
   * @throws LaminaException if {@code who} watched another one
   */
  void requireSame(Checkpoint state, String who) {
    if (!state.text("monitor").equals(figure)) {
      throw new LaminaException(
          "%s watches \"%s\", in the checkpoint \"%s\"; watch the same figure"
              .formatted(who, figure, state.text("monitor")));
    }
  }

  /** The figure's value; {@code who} watches it. */
  double read(Map<String, Double> figures, String who) {
    Double value = figures.get(figure);
    if (value == null) {
      throw unreported(figures.keySet(), who);
    }
    return value;
  }

  private LaminaException unreported(Collection<String> reported, String who) {
    boolean validation = reported.stream().anyMatch(name -> name.startsWith("val_"));
    String nearest = Choices.nearest(figure, reported);
    return new LaminaException(
        "%s watches \"%s\", which is not reported; there are %s%s"
            .formatted(
                who,
                figure,
                reported,
                figure.startsWith("val_") && !validation
                    ? "; give fit validation data"
                    : nearest != null
                        ? "; did you mean \"" + nearest + "\"?"
                        : "; watch one of these, or compile the model with the metric"));
  }

  /** Whether {@code value} is better than {@code other} by more than {@code delta}. */
  boolean isBetter(double value, double other, double delta) {
    return wantsMax() ? value - delta > other : value + delta < other;
  }

  boolean wantsMax() {
    String name = figure.toLowerCase(Locale.ROOT);
    return mode == Mode.MAX
        || (mode == Mode.AUTO && BETTER_WHEN_LARGER.stream().anyMatch(name::endsWith));
  }
}
