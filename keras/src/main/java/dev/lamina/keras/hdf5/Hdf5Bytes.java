package dev.lamina.keras.hdf5;

import dev.lamina.LaminaException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * The bytes of an HDF5 file, handed out under a budget. In a sound file no two structures overlap,
 * so together they are no longer than the file; a file that has one byte read again and again would
 * keep the reader busy, or fill the memory, with little. The same holds for text.
 */
final class Hdf5Bytes {
  private static final long FREE_GROWTH = 32L << 20;
  private static final long MAX_RATIO = 20;

  private final ByteBuffer file;
  private final Set<Long> visited = new HashSet<>();
  private long budget;
  private long textBudget;
  private long unpackBudget;
  private long chunkBudget;

  Hdf5Bytes(byte[] bytes) {
    file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    budget = bytes.length;
    // Names count again in the paths of all that lies below them.
    textBudget = 4L * bytes.length + 1024;
    chunkBudget = bytes.length / 32;
    // Weights hardly compress; what grows more than this is a bomb.
    unpackBudget = FREE_GROWTH + MAX_RATIO * bytes.length;
  }

  long size() {
    return file.limit();
  }

  /** Bytes that are looked at, to see what is there, and not yet used. */
  ByteBuffer peek(long address, long length) {
    if (address < 0 || length < 0 || length > file.limit() - address) {
      throw new IndexOutOfBoundsException(
          "%d bytes at %d of %d".formatted(length, address, file.limit()));
    }
    return file.slice((int) address, (int) length).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The bytes of a structure or of data. */
  ByteBuffer take(long address, long length) {
    ByteBuffer bytes = peek(address, length);
    budget -= length;
    if (budget < 0) {
      throw new LaminaException("the HDF5 data overlap: their parts are longer than the file");
    }
    return bytes;
  }

  /** Notes a chunk, which takes more memory than the few bytes that it may have. */
  void chunk() {
    chunkBudget--;
    if (chunkBudget < 0) {
      throw new LaminaException("the HDF5 data are cut into chunks of a few bytes");
    }
  }

  /** Notes that so many bytes are about to be made of compressed ones. */
  void unpack(long length) {
    unpackBudget -= length;
    if (unpackBudget < 0) {
      throw new LaminaException(
          "the HDF5 data unpack to far more than the file's %d bytes, which is refused"
              .formatted(file.limit()));
    }
  }

  /** Notes that what begins here is read, which happens once. */
  void visit(long address, String path) {
    if (!visited.add(address)) {
      throw new LaminaException(
          "%s: the HDF5 data refer to one place twice; links in circles and hard links are refused"
              .formatted(path.isEmpty() ? "/" : path));
    }
  }

  /** The text from {@code from} to the next zero byte, or the end. */
  String terminated(ByteBuffer bytes, int from) {
    int end = from;
    while (end < bytes.limit() && bytes.get(end) != 0) {
      end++;
    }
    return text(bytes.slice(from, end - from));
  }

  String text(ByteBuffer bytes) {
    spendText(bytes.limit());
    return StandardCharsets.UTF_8.decode(bytes).toString();
  }

  /** The path of an object in a group. */
  String path(String group, String name) {
    spendText(group.length() + 1L + name.length());
    return group + "/" + name;
  }

  private void spendText(long length) {
    textBudget -= length;
    if (textBudget < 0) {
      throw new LaminaException("the HDF5 data hold more text than fits in them");
    }
  }

  /** A little-endian number of {@code width} bytes. */
  static long unsigned(ByteBuffer bytes, int at, int width) {
    long value = 0;
    for (int i = width - 1; i >= 0; i--) {
      value = value << 8 | (bytes.get(at + i) & 0xFF);
    }
    return value;
  }
}
