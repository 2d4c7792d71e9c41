package dev.lamina.datasets.samples;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Checks class indices. */
public final class Labels {

  /** A float holds every whole number up to this one, so a class index survives as a float. */
  public static final int MAX_CLASSES = 1 << 24;

  private Labels() {}

  /** The largest label plus one, at least one. */
  public static int countClasses(int[] labels) {
    int max = 0;
    for (int label : labels) {
      max = Math.max(max, label);
    }
    return max + 1;
  }

  /** What is wrong with the first bad label, or null when all are from 0 to {@code classes}-1. */
  public static @Nullable String problem(int[] labels, OptionalInt classes) {
    int limit = classes.orElse(MAX_CLASSES);
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= limit) {
        return outOfRange(labels[i], i, classes);
      }
    }
    return null;
  }

  /** What is wrong with a label that no class has. */
  public static String outOfRange(long label, int sample, OptionalInt classes) {
    String expected =
        classes.isPresent()
            ? "with %d classes the labels are 0 to %d"
                .formatted(classes.getAsInt(), classes.getAsInt() - 1)
            : "labels are class indices from 0 to %d".formatted(MAX_CLASSES - 1);
    return "label %d of sample %d is out of range: %s; check the labels, or give the right number of"
            .formatted(label, sample, expected)
        + " classes";
  }
}
