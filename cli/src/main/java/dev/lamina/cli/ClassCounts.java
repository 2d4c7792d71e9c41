package dev.lamina.cli;

import dev.lamina.datasets.Dataset;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** How many samples there are of each class, for people. */
final class ClassCounts {
  private static final int SHOWN = 20;

  private final List<String> names;
  private final int[] counts;

  private ClassCounts(List<String> names, int[] counts) {
    this.names = names;
    this.counts = counts;
  }

  /** Counts the targets, which are small and read quickly; none where they are no class indices. */
  static ClassCounts of(Dataset data) throws IOException {
    int[] counts = new int[data.classes().orElse(0)];
    float[] target = new float[1];
    for (int i = 0; counts.length > 0 && i < data.size(); i++) {
      data.readTarget(i, target, 0);
      counts[(int) target[0]]++;
    }
    return new ClassCounts(data.classNames(), counts);
  }

  /** Such as {@code cat (120), dog (98)}. */
  @Override
  public String toString() {
    List<String> shown = new ArrayList<>();
    for (int i = 0; i < Math.min(SHOWN, counts.length); i++) {
      shown.add("%s (%d)".formatted(names.isEmpty() ? String.valueOf(i) : names.get(i), counts[i]));
    }
    String text = String.join(", ", shown);
    return counts.length > SHOWN ? text + " and " + (counts.length - SHOWN) + " more" : text;
  }
}
