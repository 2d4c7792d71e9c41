package dev.lamina.datasets.arrays;

import dev.lamina.DataException;
import java.nio.ByteBuffer;

/** Turns arrays whose first axis runs fastest into such whose samples lie one after the other. */
final class FortranOrder {

  private FortranOrder() {}

  /** The header of the turned array. */
  static ArrayHeader header(ArrayHeader header) throws DataException {
    long[] dims = new long[header.rank()];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = header.dims()[i];
    }
    return new ArrayHeader("array", header.type, header.order, dims, header.offset);
  }

  /** The elements in C order, which need as much memory again. */
  static byte[] rows(ArrayHeader header, ByteBuffer from) {
    int bytes = header.type.bytes;
    int count = header.rows();
    int size = header.rowSize();
    byte[] to = new byte[(int) header.payloadBytes()];
    int[] dims = header.dims();
    int[] index = new int[dims.length];
    int at = 0;
    for (int i = 0; i < size; i++) {
      int place = 0;
      for (int axis = 1; axis < dims.length; axis++) {
        place = place * dims[axis] + index[axis];
      }
      for (int row = 0; row < count; row++) {
        int target = (row * size + place) * bytes;
        for (int b = 0; b < bytes; b++) {
          to[target + b] = from.get(at++);
        }
      }
      // Of the axes behind the first, the second runs fastest.
      for (int axis = 1; axis < dims.length && ++index[axis] == dims[axis]; axis++) {
        index[axis] = 0;
      }
    }
    return to;
  }
}
