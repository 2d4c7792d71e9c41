package dev.lamina.layers.arguments;

import java.util.List;

/** A height and a width, both at least 1. */
public record Pair(int h, int w) {
  public static final Pair ONE = new Pair(1, 1);

  /**
   * A checked pair.
   *
   * @param what the argument's name, for the message
   */
  public static Pair of(String what, int h, int w) {
    if (h < 1 || w < 1) {
      throw new IllegalArgumentException(
          "%s must be >= 1, received %s".formatted(what, h == w ? "" + h : h + "x" + w));
    }
    return new Pair(h, w);
  }

  /** Whether either is above 1. */
  public boolean isAboveOne() {
    return h > 1 || w > 1;
  }

  public List<Integer> toList() {
    return List.of(h, w);
  }
}
