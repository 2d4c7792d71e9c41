package dev.lamina.keras.hdf5;

import dev.lamina.LaminaException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** The global heaps, where strings of variable length lie. Each heap is read once. */
final class Hdf5Heap {
  private static final int SIGNATURE = 0x4C4F4347; // GCOL

  private final Hdf5Bytes file;
  private final Map<Long, Map<Integer, ByteBuffer>> heaps = new HashMap<>();

  Hdf5Heap(Hdf5Bytes file) {
    this.file = file;
  }

  /** The string that 16 bytes at {@code at} refer to: its length, its heap and its number there. */
  String string(ByteBuffer reference, int at) {
    int length = reference.getInt(at);
    if (length == 0) {
      return "";
    }
    long heap = reference.getLong(at + 4);
    ByteBuffer object = heaps.computeIfAbsent(heap, this::objects).get(reference.getInt(at + 12));
    if (object == null || length < 0 || length > object.limit()) {
      throw new LaminaException("a string lies outside of its HDF5 heap");
    }
    return file.text(object.slice(0, length));
  }

  private Map<Integer, ByteBuffer> objects(long address) {
    ByteBuffer head = file.peek(address, 16);
    if (head.getInt(0) != SIGNATURE) {
      throw new LaminaException("there is no HDF5 heap where one should be");
    }
    ByteBuffer heap = file.take(address, head.getLong(8));
    Map<Integer, ByteBuffer> objects = new HashMap<>();
    long at = 16;
    while (at + 16 <= heap.limit()) {
      int number = heap.getShort((int) at) & 0xFFFF;
      long size = heap.getLong((int) at + 8);
      if (number == 0) {
        break; // free space, up to the end
      }
      if (size < 0 || size > heap.limit() - at - 16) {
        throw new IndexOutOfBoundsException("global heap");
      }
      objects.put(number, heap.slice((int) at + 16, (int) size));
      at += 16 + ((size + 7) & ~7L);
    }
    return objects;
  }
}
