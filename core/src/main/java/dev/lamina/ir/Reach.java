package dev.lamina.ir;

import java.util.Optional;
import java.util.Set;

/**
 * Which numbers of an operand a number of an op's result depends on. From this follows which part
 * of an image a value sees.
 *
 * <pre>{@code
 * Reach.sliding(window); // a convolution: the numbers in the window
 * Reach.along(Set.of(1, 2)); // a mean over height and width: all of these axes
 * }</pre>
 */
public sealed interface Reach {
  /** On the number at the same place of each operand, also where the op moves or repeats it. */
  static Reach element() {
    return new Element();
  }

  /** On the numbers in a window that slides over the first operand, an image. */
  static Reach sliding(Window window) {
    return new Sliding(window);
  }

  /** The way back of {@link #sliding}: each number of an operand goes to a window of the result. */
  static Reach spreading(Window window) {
    return new Spreading(window);
  }

  /** On all numbers along these axes of the first operand, counted from 0. */
  static Reach along(Set<Integer> axes) {
    return new Along(axes);
  }

  /** The window that slides over the first operand; empty for every other reach. */
  default Optional<Window> window() {
    return Optional.empty();
  }

  /** What {@link #element} makes. */
  record Element() implements Reach {}

  /** What {@link #sliding} makes. */
  record Sliding(Window over) implements Reach {
    @Override
    public Optional<Window> window() {
      return Optional.of(over);
    }
  }

  /** What {@link #spreading} makes. */
  record Spreading(Window over) implements Reach {}

  /** What {@link #along} makes. */
  record Along(Set<Integer> axes) implements Reach {
    public Along {
      axes = Set.copyOf(axes);
    }
  }
}
