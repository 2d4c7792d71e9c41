package dev.lamina.datasets.samples;

import dev.lamina.ir.Shape;

/** Checks of sample shapes that all kinds of samples share. */
public final class SampleShapes {

  private SampleShapes() {}

  /** Number of values in one sample, after checking that the array holds whole samples. */
  static int checkedSize(Shape shape, int length, String unit) {
    int size = shape.size();
    if (length % size != 0) {
      throw new IllegalArgumentException(
          "%d %s are no whole number of samples of shape %s (%d values each)"
              .formatted(length, unit, shape, size));
    }
    return size;
  }

  /** A sample as images are: a channel axis is added to height x width. */
  static Shape image(int[] dims) {
    if (dims.length == 3) {
      return Shape.of(dims[1], dims[2], 1);
    }
    return sample(dims);
  }

  /** All axes but the first. */
  public static Shape sample(int[] dims) {
    int[] rest = new int[dims.length - 1];
    System.arraycopy(dims, 1, rest, 0, rest.length);
    return Shape.of(rest);
  }
}
