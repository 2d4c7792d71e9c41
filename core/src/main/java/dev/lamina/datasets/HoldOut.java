package dev.lamina.datasets;

import java.util.Arrays;

/** Chooses which samples are held out for the test, by a seed. */
final class HoldOut {

  private HoldOut() {}

  /**
   * A share of {@code count} samples, at least one and not all.
   *
   * @param stream differs between choices with one seed, as the number of a class does
   * @return for each sample whether it is held out
   */
  static boolean[] share(int count, double fraction, long seed, int stream) {
    long wanted = Math.round(count * fraction);
    int held = (int) Math.max(1, Math.min(count - 1, wanted));
    int[] order = BatchReader.permutation(count, seed, stream);
    boolean[] isHeld = new boolean[count];
    for (int i = 0; i < held; i++) {
      isHeld[order[i]] = true;
    }
    return isHeld;
  }

  /** The same share of each class; a class with a single sample keeps it. */
  static boolean[] shareOfEachClass(int[] classOf, double fraction, long seed) {
    // Labels may be large and few, so classes are told by their rank among those that occur.
    int[] classes = Arrays.stream(classOf).distinct().sorted().toArray();
    int[] sizes = new int[classes.length];
    for (int label : classOf) {
      sizes[Arrays.binarySearch(classes, label)]++;
    }
    boolean[][] shares = new boolean[classes.length][];
    boolean isAnyHeld = false;
    for (int c = 0; c < classes.length; c++) {
      shares[c] = sizes[c] > 1 ? share(sizes[c], fraction, seed, c) : new boolean[1];
      isAnyHeld |= sizes[c] > 1;
    }
    int[] next = new int[classes.length];
    boolean[] isHeld = new boolean[classOf.length];
    for (int i = 0; i < isHeld.length; i++) {
      int c = Arrays.binarySearch(classes, classOf[i]);
      isHeld[i] = shares[c][next[c]++];
    }
    return isAnyHeld ? isHeld : share(classOf.length, fraction, seed, 0);
  }
}
