package dev.lamina.keras.hdf5;

import dev.lamina.LaminaException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** The records of a B-tree of version 2, which indexes what lies in a fractal heap. */
final class Hdf5Tree2 {
  private static final int HEADER = 0x44485442; // BTHD
  private static final int INTERNAL = 0x4E495442; // BTIN
  private static final int LEAF = 0x464C5442; // BTLF
  private static final int FRAME = 10; // signature, version, type and checksum of a node
  private static final int MIN_RECORD = 11; // a hash and the shortest id
  private static final int MAX_DEPTH = 16;

  private final Hdf5Bytes file;
  private final String path;
  private final int nodeSize;
  private final int recordSize;
  private final int countWidth;
  private final int[] totalWidths;
  private final List<ByteBuffer> records = new ArrayList<>();

  private Hdf5Tree2(Hdf5Bytes file, String path, int nodeSize, int recordSize, int depth) {
    this.file = file;
    this.path = path;
    this.nodeSize = nodeSize;
    this.recordSize = recordSize;
    long most = ((long) nodeSize - FRAME) / recordSize;
    countWidth = width(most);
    totalWidths = new int[depth + 1];
    long total = most;
    for (int level = 1; level <= depth; level++) {
      int pointer = 8 + countWidth + totalWidths[level - 1];
      most = ((long) nodeSize - FRAME - pointer) / (recordSize + pointer);
      total = Math.addExact(Math.multiplyExact(most + 1, total), most);
      totalWidths[level] = width(total);
    }
  }

  /** All records of the tree at {@code address}, which must be of this type. */
  static List<ByteBuffer> records(Hdf5Bytes file, String path, long address, int type) {
    file.visit(address, path);
    ByteBuffer head = file.take(address, 38);
    int nodeSize = head.getInt(6);
    int recordSize = head.getShort(10) & 0xFFFF;
    int depth = head.getShort(12) & 0xFFFF;
    if (head.getInt(0) != HEADER || head.get(4) != 0 || head.get(5) != type) {
      throw new LaminaException(path + ": there is no HDF5 tree of version 2 where one should be");
    }
    if (depth > MAX_DEPTH || recordSize < MIN_RECORD || nodeSize < FRAME + recordSize) {
      throw new LaminaException(path + ": the HDF5 tree has sizes that are not possible");
    }
    var tree = new Hdf5Tree2(file, path, nodeSize, recordSize, depth);
    int count = head.getShort(24) & 0xFFFF;
    if (count > 0) {
      tree.node(head.getLong(16), count, depth);
    }
    return tree.records;
  }

  private void node(long address, int count, int depth) {
    file.visit(address, path);
    ByteBuffer node = file.take(address, nodeSize);
    if (node.getInt(0) != (depth == 0 ? LEAF : INTERNAL)) {
      throw new LaminaException(path + ": there is no node of an HDF5 tree where one should be");
    }
    for (int i = 0; i < count; i++) {
      records.add(node.slice(6 + i * recordSize, recordSize).order(ByteOrder.LITTLE_ENDIAN));
    }
    int at = 6 + count * recordSize;
    for (int i = 0; depth > 0 && i <= count; i++) {
      node(node.getLong(at), (int) Hdf5Bytes.unsigned(node, at + 8, countWidth), depth - 1);
      at += 8 + countWidth + (depth > 1 ? totalWidths[depth - 1] : 0);
    }
  }

  /** The bytes that numbers up to {@code limit} take. */
  private static int width(long limit) {
    return (63 - Long.numberOfLeadingZeros(Math.max(1, limit))) / 8 + 1;
  }
}
