package dev.lamina.datasets.arrays;

import dev.lamina.DataException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What the header of an IDX or NumPy file says about the array behind it. */
public final class ArrayHeader {

  /** So that a sample's bytes can be addressed by an int, with room to spare. */
  private static final long MAX_ROW_BYTES = 1L << 30;

  /** What each element is. */
  public final ElementType type;

  final ByteOrder order;

  /** Where in the file the elements begin. */
  final long offset;

  /** Whether the first axis, and not the last, runs fastest. */
  final boolean fortran;

  private final int[] dims;
  private final long payloadBytes;
  private final int rowSize;

  /**
   * Checks the claimed sizes for overflow; nothing is allocated.
   *
   * @param dims from 0 to 2^31-1, else refused
   */
  public ArrayHeader(String file, ElementType type, ByteOrder order, long[] dims, long offset)
      throws DataException {
    this(file, type, order, dims, offset, false);
  }

  /** A header whose elements may lie column by column, as Fortran has them. */
  public ArrayHeader(
      String file, ElementType type, ByteOrder order, long[] dims, long offset, boolean fortran)
      throws DataException {
    this.type = type;
    this.fortran = fortran;
    this.order = order;
    this.offset = offset;
    this.dims = new int[dims.length];
    long row = 1;
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] < 0 || dims[i] > Integer.MAX_VALUE) {
        throw new DataException(
            "%s: the header claims a dimension of %d; expected 0 to 2^31-1; the file is corrupt"
                .formatted(file, dims[i]));
      }
      this.dims[i] = (int) dims[i];
      if (i > 0) {
        row = dims[i] == 0 ? 0 : row > MAX_ROW_BYTES ? row : row * dims[i];
      }
    }
    if (row > MAX_ROW_BYTES / type.bytes) {
      throw new DataException(
          "%s: the header claims %s; one sample may have at most 2^30 bytes; the file is corrupt, or"
                  .formatted(file, this)
              + " its first axis is not the samples");
    }
    this.rowSize = (int) row;
    this.payloadBytes = row * type.bytes * rows();
  }

  /** The sizes of all axes. */
  public int[] dims() {
    return dims.clone();
  }

  /** The number of axes. */
  public int rank() {
    return dims.length;
  }

  /** Length of the first axis, which counts the samples; 1 for a scalar. */
  public int rows() {
    return dims.length == 0 ? 1 : dims[0];
  }

  /** Elements in one row: the product of all axes but the first. */
  public int rowSize() {
    return rowSize;
  }

  long payloadBytes() {
    return payloadBytes;
  }

  /** Such as {@code 60000x28x28 uint8}. */
  @Override
  public String toString() {
    int axes = type.isText() ? dims.length - 1 : dims.length;
    String shape =
        Arrays.stream(dims)
            .limit(axes)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining("x"));
    if (type.isText()) {
      return "%s texts of up to %d letters".formatted(shape, dims[axes]);
    }
    return (shape.isEmpty() ? "scalar" : shape) + " " + type;
  }
}
