package dev.lamina.keras.hdf5;

import dev.lamina.LaminaException;
import java.nio.ByteBuffer;

/** What groups hold, as symbol tables or as link messages. Only hard links are followed. */
final class Hdf5Groups {
  private static final int SYMBOL_NODE = 0x444F4E53; // SNOD
  private static final int TREE = 0x45455254;
  private static final int SOFT = 2;
  private static final int MAX_LEVELS = 16;

  /** Takes the children of a group. */
  interface Children {
    void add(String name, long address);
  }

  private final Hdf5Bytes file;

  Hdf5Groups(Hdf5Bytes file) {
    this.file = file;
  }

  /** A symbol table message: a tree of entries, and a heap of their names. */
  void symbolTable(String path, ByteBuffer message, Children to) {
    ByteBuffer heap = file.take(message.getLong(8), 32);
    ByteBuffer names = file.take(heap.getLong(24), heap.getLong(8));
    node(path, message.getLong(0), names, 0, to);
  }

  private void node(String path, long address, ByteBuffer names, int level, Children to) {
    if (level > MAX_LEVELS) {
      throw new LaminaException(path + ": the HDF5 tree is too deep");
    }
    file.visit(address, path);
    ByteBuffer head = file.peek(address, 8);
    int count = head.getShort(6) & 0xFFFF;
    if (head.getInt(0) == SYMBOL_NODE) {
      entries(path, file.take(address + 8, 40L * count), names, to);
      return;
    }
    if (head.getInt(0) != TREE || head.get(4) != 0) {
      throw new LaminaException(path + ": there is no HDF5 group where one should be");
    }
    ByteBuffer keys = file.take(address + 24, 16L * count + 8);
    for (int i = 0; i < count; i++) {
      node(path, keys.getLong(16 * i + 8), names, level + 1, to);
    }
  }

  private void entries(String path, ByteBuffer entries, ByteBuffer names, Children to) {
    for (int at = 0; at < entries.limit(); at += 40) {
      String name = file.terminated(names, Math.toIntExact(entries.getLong(at)));
      if (entries.getInt(at + 16) == SOFT) {
        throw new LaminaException("%s/%s: soft links are refused".formatted(path, name));
      }
      to.add(name, entries.getLong(at + 8));
    }
  }

  void link(String path, ByteBuffer message, Children to) {
    int flags = message.get(1);
    int at = 2;
    int kind = (flags & 8) != 0 ? message.get(at++) & 0xFF : 0;
    at += ((flags & 4) != 0 ? 8 : 0) + ((flags & 0x10) != 0 ? 1 : 0);
    int width = 1 << (flags & 3);
    int length = Math.toIntExact(Hdf5Bytes.unsigned(message, at, width));
    at += width;
    String name = file.text(message.slice(at, length));
    if (kind != 0) {
      throw new LaminaException(
          "%s/%s: %s links are refused".formatted(path, name, kind == 1 ? "soft" : "external"));
    }
    to.add(name, message.getLong(at + length));
  }
}
