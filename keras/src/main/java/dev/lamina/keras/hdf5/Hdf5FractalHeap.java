package dev.lamina.keras.hdf5;

import dev.lamina.LaminaException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A fractal heap, where the many links or attributes of one object lie. Its space is made of blocks
 * in rows: each row has the same number of blocks, and from the second row on twice the block size
 * of the row before. Rows of large blocks hold heaps of the same structure in place of bytes.
 */
final class Hdf5FractalHeap {
  private static final int HEADER = 0x50485246; // FRHP
  private static final int DIRECT = 0x42444846; // FHDB
  private static final int INDIRECT = 0x42494846; // FHIB
  private static final int HUGE_OBJECTS = 1;
  private static final int MAX_LEVELS = 16;

  private final Hdf5Bytes file;
  private final String path;
  private final int idLength;
  private final int blocksInRow;
  private final long firstBlock;
  private final long largestBlock;
  private final int offsetWidth;
  private final int lengthWidth;
  private final long root;
  private final int rootRows;
  private final long hugeTree;
  private @Nullable Map<Long, ByteBuffer> huge;

  Hdf5FractalHeap(Hdf5Bytes file, String path, long address) {
    this.file = file;
    this.path = path;
    file.visit(address, path);
    ByteBuffer head = file.take(address, 146);
    if (head.getInt(0) != HEADER || head.get(4) != 0) {
      throw new LaminaException(path + ": there is no fractal HDF5 heap where one should be");
    }
    if (head.getShort(7) != 0) {
      throw new LaminaException(
          path + ": a compressed HDF5 heap is not supported; copy the file with h5repack -f NONE");
    }
    idLength = head.getShort(5) & 0xFFFF;
    long largestObject = Integer.toUnsignedLong(head.getInt(10));
    hugeTree = head.getLong(22);
    blocksInRow = head.getShort(110) & 0xFFFF;
    firstBlock = head.getLong(112);
    largestBlock = head.getLong(120);
    offsetWidth = ((head.getShort(128) & 0xFFFF) + 7) / 8;
    root = head.getLong(132);
    rootRows = head.getShort(140) & 0xFFFF;
    if (blocksInRow < 1
        || firstBlock < 1
        || largestBlock < firstBlock
        || Long.bitCount(firstBlock) != 1
        || Long.bitCount(largestBlock) != 1
        || offsetWidth > 8
        || largestObject < 1) {
      throw new LaminaException(path + ": the fractal HDF5 heap has sizes that are not possible");
    }
    lengthWidth = Math.min((log2(largestBlock) + 7) / 8, log2(largestObject) / 8 + 1);
  }

  private static int log2(long value) {
    return 63 - Long.numberOfLeadingZeros(value);
  }

  /** The object of this id, which begins at {@code at}. */
  ByteBuffer object(ByteBuffer record, int at) {
    int first = record.get(at) & 0xFF;
    if (first >> 6 != 0) {
      throw new LaminaException(path + ": an HDF5 heap id of this version is not supported");
    }
    return switch (first >> 4 & 3) {
      case 0 -> managed(record, at + 1);
      case HUGE_OBJECTS -> huge(Hdf5Bytes.unsigned(record, at + 1, Math.min(8, idLength - 1)));
      default -> record.slice(at + 1, (first & 0x0F) + 1).order(record.order());
    };
  }

  private ByteBuffer managed(ByteBuffer record, int at) {
    long offset = Hdf5Bytes.unsigned(record, at, offsetWidth);
    long length = Hdf5Bytes.unsigned(record, at + offsetWidth, lengthWidth);
    if (offset < 0) {
      throw outside();
    }
    return rootRows == 0
        ? direct(root, firstBlock, offset, length)
        : indirect(root, rootRows, offset, length, 0);
  }

  private ByteBuffer direct(long address, long size, long offset, long length) {
    if (file.peek(address, 4).getInt(0) != DIRECT || length > size - offset) {
      throw outside();
    }
    return file.take(Math.addExact(address, offset), length);
  }

  /** Finds the block that holds {@code offset}, counted from the begin of this indirect block. */
  private ByteBuffer indirect(long address, int rows, long offset, long length, int level) {
    if (level > MAX_LEVELS || file.peek(address, 4).getInt(0) != INDIRECT) {
      throw outside();
    }
    int directRows = log2(largestBlock) - log2(firstBlock) + 2;
    long before = 0;
    for (int row = 0; row < rows; row++) {
      long size = Math.multiplyExact(firstBlock, row < 2 ? 1 : 1L << Math.min(62, row - 1));
      long inRow = offset - before;
      if (inRow < Math.multiplyExact(size, (long) blocksInRow)) {
        long block = inRow / size;
        long pointer = 13 + offsetWidth + 8 * ((long) row * blocksInRow + block);
        long child = file.peek(Math.addExact(address, pointer), 8).getLong(0);
        return row < directRows
            ? direct(child, size, inRow % size, length)
            : indirect(child, rowsIn(size), inRow % size, length, level + 1);
      }
      before = Math.addExact(before, size * blocksInRow);
    }
    throw outside();
  }

  /** The rows of an indirect block of this size. */
  private int rowsIn(long size) {
    return log2(size) - log2(Math.multiplyExact(firstBlock, (long) blocksInRow)) + 1;
  }

  /** An object larger than blocks are, by its number. */
  private ByteBuffer huge(long id) {
    Map<Long, ByteBuffer> byId = huge;
    if (byId == null) {
      byId = new HashMap<>();
      for (ByteBuffer record : Hdf5Tree2.records(file, path, hugeTree, HUGE_OBJECTS)) {
        byId.put(record.getLong(16), record);
      }
      huge = byId;
    }
    ByteBuffer record = byId.get(id);
    if (record == null) {
      throw outside();
    }
    return file.take(record.getLong(0), record.getLong(8));
  }

  private LaminaException outside() {
    return new LaminaException(path + ": an object lies outside of its fractal HDF5 heap");
  }
}
