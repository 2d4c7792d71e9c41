package dev.lamina.ir;

import dev.lamina.ShapeException;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The logical dimensions of a tensor, batch first and channels last. A scalar has rank 0.
 *
 * <pre>{@code
 * Shape image = Shape.of(28, 28, 1);
 * Shape batch = image.batched(128); // 128x28x28x1
 * }</pre>
 */
public final class Shape {
  private static final Shape SCALAR = new Shape(new int[0]);

  private final int[] dims;

  private Shape(int[] dims) {
    this.dims = dims;
  }

  /**
   * A shape of these dimensions.
   *
   * @throws ShapeException if a dimension is below 1 or there are more than 2^31 - 1 elements
   */
  public static Shape of(int... dims) {
    if (dims.length == 0) {
      return SCALAR;
    }
    long size = 1;
    for (int dim : dims) {
      if (dim < 1) {
        throw new ShapeException(
            "shape "
                + join(dims)
                + " has a dimension of "
                + dim
                + "; every dimension must be >= 1");
      }
      size *= dim;
      if (size > Integer.MAX_VALUE) {
        throw new ShapeException(
            "shape "
                + join(dims)
                + " has more than 2^31 - 1 elements; use a smaller batch or image");
      }
    }
    return new Shape(dims.clone());
  }

  public static Shape scalar() {
    return SCALAR;
  }

  public int rank() {
    return dims.length;
  }

  /** Dimension {@code axis}; a negative axis counts from the end. */
  public int dim(int axis) {
    int index = axis < 0 ? axis + dims.length : axis;
    if (index < 0 || index >= dims.length) {
      throw new ShapeException("axis " + axis + " is outside shape " + this);
    }
    return dims[index];
  }

  /** The number of elements. */
  public int size() {
    return sizeFrom(0);
  }

  /** The number of elements of one slice along the leading axes before {@code axis}. */
  public int sizeFrom(int axis) {
    int size = 1;
    for (int i = axis; i < dims.length; i++) {
      size *= dims[i];
    }
    return size;
  }

  public int[] toArray() {
    return dims.clone();
  }

  /** This shape with a leading batch dimension. */
  public Shape batched(int batch) {
    int[] result = new int[dims.length + 1];
    result[0] = batch;
    System.arraycopy(dims, 0, result, 1, dims.length);
    return of(result);
  }

  /** This shape without its leading (batch) dimension. */
  public Shape sample() {
    return of(Arrays.copyOfRange(dims, 1, dims.length));
  }

  /** This shape with {@code axis} replaced. */
  public Shape with(int axis, int dim) {
    int[] result = dims.clone();
    result[axis < 0 ? axis + dims.length : axis] = dim;
    return of(result);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(dims, shape.dims);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }

  /** For example {@code 28x28x1}; a scalar is {@code scalar}. */
  @Override
  public String toString() {
    return dims.length == 0 ? "scalar" : join(dims);
  }

  private static String join(int[] dims) {
    return Arrays.stream(dims).mapToObj(String::valueOf).collect(Collectors.joining("x"));
  }
}
