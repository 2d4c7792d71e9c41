package dev.lamina.keras.hdf5;

import dev.lamina.LaminaException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Finds the chunks of a data set: in a tree of version 1, alone, in a row, or in a fixed array. */
final class Hdf5ChunkIndex {
  private static final int TREE = 0x45455254;
  private static final int ARRAY = 0x44484146; // FAHD
  private static final int ARRAY_BLOCK = 0x42444146; // FADB
  private static final long UNDEFINED = -1;
  private static final int MAX_LEVELS = 16;

  /**
   * One chunk.
   *
   * @param offset the indices of its first element
   * @param bytes as in the file
   * @param skipped bit i is set if filter i was not applied
   */
  record Chunk(List<Integer> offset, ByteBuffer bytes, int skipped) {}

  private final Hdf5Bytes file;
  private final String path;
  private final int[] dims;
  private final int[] chunk;
  private final int chunkBytes;
  private final boolean filtered;
  private final List<Chunk> chunks = new ArrayList<>();

  private Hdf5ChunkIndex(
      Hdf5Bytes file, String path, int[] dims, int[] chunk, int chunkBytes, boolean filtered) {
    this.file = file;
    this.path = path;
    this.dims = dims;
    this.chunk = chunk;
    this.chunkBytes = chunkBytes;
    this.filtered = filtered;
  }

  static List<Chunk> read(
      Hdf5Bytes file,
      String path,
      ByteBuffer layout,
      int[] dims,
      int[] chunk,
      int chunkBytes,
      boolean filtered) {
    var index = new Hdf5ChunkIndex(file, path, dims, chunk, chunkBytes, filtered);
    if (layout.get(0) == 3) {
      long tree = layout.getLong(3);
      if (tree != UNDEFINED) {
        index.tree(tree, 0);
      }
    } else {
      index.fourth(layout);
    }
    return index.chunks;
  }

  private void tree(long address, int level) {
    if (level > MAX_LEVELS) {
      throw new LaminaException(path + ": the HDF5 tree is too deep");
    }
    file.visit(address, path);
    ByteBuffer head = file.take(address, 24);
    if (head.getInt(0) != TREE || head.get(4) != 1) {
      throw new LaminaException(path + ": there is no tree of HDF5 chunks where one should be");
    }
    boolean leaf = head.get(5) == 0;
    int count = head.getShort(6) & 0xFFFF;
    int key = 8 + 8 * (dims.length + 1);
    ByteBuffer keys = file.take(address + 24, (long) count * (key + 8));
    for (int i = 0; i < count; i++) {
      int at = i * (key + 8);
      long child = keys.getLong(at + key);
      if (leaf) {
        List<Integer> offset = new ArrayList<>();
        for (int d = 0; d < dims.length; d++) {
          offset.add(Math.toIntExact(keys.getLong(at + 8 + 8 * d)));
        }
        add(offset, child, Integer.toUnsignedLong(keys.getInt(at)), keys.getInt(at + 4));
      } else {
        tree(child, level + 1);
      }
    }
  }

  /** The indexes of layout version 4. */
  private void fourth(ByteBuffer layout) {
    int flags = layout.get(2);
    if (filtered && (flags & 1) != 0) {
      throw new LaminaException(
          path + ": HDF5 chunks of which some are not compressed are not supported");
    }
    int at = 5 + (layout.get(3) & 0xFF) * layout.get(4);
    int kind = layout.get(at++);
    switch (kind) {
      case 1 -> {
        boolean sized = (flags & 2) != 0;
        long size = sized ? layout.getLong(at) : chunkBytes;
        int skipped = sized ? layout.getInt(at + 8) : 0;
        add(offset(0), layout.getLong(at + (sized ? 12 : 0)), size, skipped);
      }
      case 2 -> inRow(layout.getLong(at));
      case 3 -> array(layout.getLong(at + 1));
      default ->
          throw new LaminaException(
              "%s: HDF5 chunks that can grow are not supported in files of libver=\"latest\"; copy the file with h5repack -l CONTI"
                  .formatted(path));
    }
  }

  private void inRow(long address) {
    int count = count();
    for (int i = 0; address != UNDEFINED && i < count; i++) {
      add(offset(i), address + (long) i * chunkBytes, chunkBytes, 0);
    }
  }

  private void array(long address) {
    if (address == UNDEFINED) {
      return;
    }
    file.visit(address, path);
    ByteBuffer head = file.take(address, 28);
    int entry = head.get(6) & 0xFF;
    long entries = head.getLong(8);
    if (head.getInt(0) != ARRAY || entry < (filtered ? 13 : 8) || entry > 20) {
      throw new LaminaException(path + ": there is no array of HDF5 chunks where one should be");
    }
    if (entries != count() || entries > 1L << Math.min(32, head.get(7) & 0xFF)) {
      throw new LaminaException(
          "%s: an array of %d HDF5 chunks is not supported; copy the file with h5repack -l CONTI"
              .formatted(path, entries));
    }
    long block = head.getLong(16);
    if (block == UNDEFINED) {
      return;
    }
    ByteBuffer elements = file.take(block, 14 + entries * entry);
    if (elements.getInt(0) != ARRAY_BLOCK) {
      throw new LaminaException(path + ": there is no array of HDF5 chunks where one should be");
    }
    for (int i = 0; i < entries; i++) {
      int at = 14 + i * entry;
      long size = filtered ? Hdf5Bytes.unsigned(elements, at + 8, entry - 12) : chunkBytes;
      int skipped = filtered ? elements.getInt(at + entry - 4) : 0;
      add(offset(i), elements.getLong(at), size, skipped);
    }
  }

  private void add(List<Integer> offset, long address, long size, int skipped) {
    if (address == UNDEFINED) {
      return;
    }
    for (int d = 0; d < dims.length; d++) {
      int first = offset.get(d);
      if (first < 0 || first >= dims[d] || first % chunk[d] != 0) {
        throw new LaminaException(path + ": a chunk lies outside of its HDF5 data");
      }
    }
    if (!filtered && size != chunkBytes) {
      throw Hdf5Filter.damaged(path);
    }
    file.chunk();
    ByteBuffer bytes = file.take(address, size).order(ByteOrder.LITTLE_ENDIAN);
    chunks.add(new Chunk(offset, bytes, skipped));
  }

  private int count() {
    int count = 1;
    for (int d = 0; d < dims.length; d++) {
      count = Math.multiplyExact(count, (int) ((dims[d] + (long) chunk[d] - 1) / chunk[d]));
    }
    return count;
  }

  /** Where chunk {@code number} begins, in row-major order. */
  private List<Integer> offset(int number) {
    Integer[] offset = new Integer[dims.length];
    int rest = number;
    for (int d = dims.length - 1; d >= 0; d--) {
      int along = (int) ((dims[d] + (long) chunk[d] - 1) / chunk[d]);
      offset[d] = rest % along * chunk[d];
      rest /= along;
    }
    return List.of(offset);
  }
}
