package dev.lamina.callbacks;

import dev.lamina.LaminaException;
import dev.lamina.callbacks.EarlyStopping.Mode;
import java.util.Locale;
import java.util.Map;

/** A figure that is watched, and which direction of it is better. */
record Monitor(String figure, Mode mode) {
  /** The figure's value; {@code who} watches it. */
  double read(Map<String, Double> figures, String who) {
    Double value = figures.get(figure);
    if (value == null) {
      throw new LaminaException(
          "%s watches \"%s\", which is not reported; there are %s%s"
              .formatted(
                  who,
                  figure,
                  figures.keySet(),
                  figure.startsWith("val_") ? "; give fit validation data" : ""));
    }
    return value;
  }

  /** Whether {@code value} is better than {@code other} by more than {@code delta}. */
  boolean isBetter(double value, double other, double delta) {
    return wantsMax() ? value - delta > other : value + delta < other;
  }

  boolean wantsMax() {
    String name = figure.toLowerCase(Locale.ROOT);
    return mode == Mode.MAX
        || (mode == Mode.AUTO
            && (name.endsWith("accuracy") || name.endsWith("acc") || name.endsWith("auc")));
  }
}
