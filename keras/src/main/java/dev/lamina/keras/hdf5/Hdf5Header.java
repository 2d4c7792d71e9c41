package dev.lamina.keras.hdf5;

import dev.lamina.LaminaException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Object headers of versions 1 and 2: the messages that say what an object is. */
final class Hdf5Header {
  private static final int SIGNATURE = 0x5244484F; // OHDR
  private static final int NIL = 0x00;
  private static final int CONTINUATION = 0x10;
  static final int SHARED = 2;

  record Message(int type, ByteBuffer data) {}

  private Hdf5Header() {}

  static List<Message> messages(Hdf5Bytes file, long address, String path) {
    boolean second = file.peek(address, 4).getInt(0) == SIGNATURE;
    return second ? second(file, address, path) : first(file, address, path);
  }

  private static List<Message> first(Hdf5Bytes file, long address, String path) {
    ByteBuffer prefix = file.take(address, 16);
    if (prefix.get(0) != 1) {
      throw new LaminaException(path + ": there is no HDF5 object header where one should be");
    }
    ByteBuffer block = file.take(address + 16, Integer.toUnsignedLong(prefix.getInt(8)));
    List<Message> messages = new ArrayList<>();
    Deque<ByteBuffer> blocks = new ArrayDeque<>(List.of(block));
    while (!blocks.isEmpty()) {
      block = blocks.remove();
      int at = 0;
      while (at + 8 <= block.limit()) {
        int type = block.getShort(at) & 0xFFFF;
        int size = block.getShort(at + 2) & 0xFFFF;
        ByteBuffer data = block.slice(at + 8, size).order(ByteOrder.LITTLE_ENDIAN);
        if (type == CONTINUATION) {
          file.visit(data.getLong(0), path);
          blocks.add(file.take(data.getLong(0), data.getLong(8)));
        } else {
          add(type, block.get(at + 4), data, path, messages);
        }
        at += 8 + size;
      }
    }
    return messages;
  }

  private static List<Message> second(Hdf5Bytes file, long address, String path) {
    int flags = file.take(address, 6).get(5);
    int header = (flags & 4) != 0 ? 6 : 4; // with the order in which attributes were made
    long at = address + 6 + ((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0);
    int width = 1 << (flags & 3);
    long length = Hdf5Bytes.unsigned(file.take(at, width), 0, width);
    List<Message> messages = new ArrayList<>();
    Deque<ByteBuffer> blocks = new ArrayDeque<>(List.of(file.take(at + width, length)));
    while (!blocks.isEmpty()) {
      ByteBuffer block = blocks.remove();
      int from = 0;
      while (from + header <= block.limit()) {
        int type = block.get(from) & 0xFF;
        int size = block.getShort(from + 1) & 0xFFFF;
        ByteBuffer data = block.slice(from + header, size).order(ByteOrder.LITTLE_ENDIAN);
        if (type == CONTINUATION) {
          file.visit(data.getLong(0), path);
          // Between a signature and a checksum.
          blocks.add(file.take(data.getLong(0) + 4, data.getLong(8) - 8));
        } else {
          add(type, block.get(from + 3), data, path, messages);
        }
        from += header + size;
      }
    }
    return messages;
  }

  private static void add(
      int type, int flags, ByteBuffer data, String path, List<Message> messages) {
    if (type == NIL) {
      return;
    }
    if ((flags & SHARED) != 0) {
      throw new LaminaException(path + ": shared HDF5 messages are not supported");
    }
    messages.add(new Message(type, data));
  }
}
