package dev.lamina.keras.hdf5;

import dev.lamina.LaminaException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The shape of a data set or an attribute.
 *
 * @param dims none for a scalar; a single 0 where there are no elements
 */
record Hdf5Space(List<Integer> dims) {
  private static final int MAX_RANK = 32;
  private static final int NULL = 2;

  /** Reads a dataspace message of version 1 or 2. */
  static Hdf5Space parse(ByteBuffer message, String path) {
    int version = message.get(0);
    int rank = message.get(1) & 0xFF;
    if (version < 1 || version > 2 || rank > MAX_RANK) {
      throw new LaminaException(path + ": this HDF5 shape is not supported");
    }
    if (version == 2 && message.get(3) == NULL) {
      return new Hdf5Space(List.of(0));
    }
    List<Integer> dims = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      long dim = message.getLong((version == 1 ? 8 : 4) + 8 * i);
      if (dim < 0 || dim > Integer.MAX_VALUE) {
        throw new LaminaException("%s: an HDF5 dimension of %d is refused".formatted(path, dim));
      }
      dims.add((int) dim);
    }
    return new Hdf5Space(List.copyOf(dims));
  }

  boolean isScalar() {
    return dims.isEmpty();
  }

  /**
   * The number of bytes of all elements.
   *
   * @throws ArithmeticException if it is 2 GB or more
   */
  int bytes(int elementSize) {
    int bytes = elementSize;
    for (int dim : dims) {
      bytes = Math.multiplyExact(bytes, dim);
    }
    return bytes;
  }
}
