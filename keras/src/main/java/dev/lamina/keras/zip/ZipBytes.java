package dev.lamina.keras.zip;

import dev.lamina.LaminaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;

/** The bytes of a zip file, read in pieces. */
final class ZipBytes {
  private final SeekableByteChannel channel;
  private final long size;

  ZipBytes(SeekableByteChannel channel) throws IOException {
    this.channel = channel;
    size = channel.size();
  }

  long size() {
    return size;
  }

  /**
   * So many bytes from {@code position}, little-endian; {@code what} is told where they are not.
   */
  ByteBuffer read(long position, int length, String what) throws IOException {
    byte[] bytes = new byte[(int) requireInside(position, length, what)];
    read(position, bytes, what);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Fills an array from {@code position} on. */
  void read(long position, byte[] target, String what) throws IOException {
    requireInside(position, target.length, what);
    ByteBuffer buffer = ByteBuffer.wrap(target);
    channel.position(position);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw damaged(what + " became shorter while it was read");
      }
    }
  }

  private long requireInside(long position, long length, String what) {
    if (position < 0 || length < 0 || position > size - length) {
      throw damaged(what + " is not inside the file");
    }
    return length;
  }

  static LaminaException damaged(String what) {
    return new LaminaException("the archive is damaged, cut off or no zip at all: " + what);
  }
}
