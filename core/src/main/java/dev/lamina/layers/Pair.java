package dev.lamina.layers;

import java.util.List;

/** A height and a width, both at least 1. */
record Pair(int h, int w) {
  static final Pair ONE = new Pair(1, 1);

  /**
   * A checked pair.
   *
   * @param what the argument's name, for the message
   */
  static Pair of(String what, int h, int w) {
    if (h < 1 || w < 1) {
      throw new IllegalArgumentException(
          "%s must be >= 1, received %s".formatted(what, h == w ? "" + h : h + "x" + w));
    }
    return new Pair(h, w);
  }

  /** Whether either is above 1. */
  boolean isAboveOne() {
    return h > 1 || w > 1;
  }

  List<Integer> toList() {
    return List.of(h, w);
  }
}
