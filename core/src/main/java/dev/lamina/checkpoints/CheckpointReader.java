package dev.lamina.checkpoints;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Reads the file format. The checksum over the whole file is compared before anything is believed;
 * sizes are compared with what is left of the file before anything is allocated, so that a file
 * that was made to do harm cannot.
 */
final class CheckpointReader {
  private final Path path;
  private final FileChannel channel;
  private final ByteBuffer buffer =
      ByteBuffer.allocate(CheckpointFormat.CHUNK).order(ByteOrder.LITTLE_ENDIAN).limit(0);

  /** Bytes before the checksum that are not in the buffer yet. */
  private long unread;

  private CheckpointReader(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  static Checkpoint read(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      return new CheckpointReader(path, channel).read();
    }
  }

  private Checkpoint read() throws IOException {
    byte[] magic = CheckpointFormat.magic();
    long length = channel.size() - CheckpointFormat.DIGEST_BYTES;
    if (length < magic.length) {
      throw wrong("it is cut short, or no checkpoint: it has %d bytes".formatted(channel.size()));
    }
    requireDigest(length);
    rewind(length);
    if (!Arrays.equals(bytes(magic.length), magic)) {
      throw wrong("it is no checkpoint");
    }
    int version = require(4).getInt();
    if (version != CheckpointFormat.VERSION) {
      throw wrong(
          "its format has version %d, expected %d; use the version of Lamina that wrote it"
              .formatted(version, CheckpointFormat.VERSION));
    }
    int count = require(4).getInt();
    Checkpoint.Builder builder = new Checkpoint.Builder();
    for (int i = 0; i < count; i++) {
      value(builder);
    }
    if (unread > 0 || buffer.hasRemaining()) {
      throw wrong("there is more in it than it says");
    }
    return builder.build();
  }

  private void requireDigest(long length) throws IOException {
    rewind(length);
    MessageDigest digest = CheckpointFormat.digest();
    while (unread > 0) {
      fill();
      digest.update(buffer.array(), 0, buffer.limit());
      buffer.position(buffer.limit());
    }
    unread = CheckpointFormat.DIGEST_BYTES;
    if (!Arrays.equals(bytes(CheckpointFormat.DIGEST_BYTES), digest.digest())) {
      throw wrong("it is damaged or no checkpoint: its content and its checksum do not agree");
    }
  }

  private void rewind(long length) throws IOException {
    channel.position(0);
    buffer.position(0).limit(0);
    unread = length;
  }

  private void value(Checkpoint.Builder builder) throws IOException {
    String name = text();
    byte type = require(1).get();
    try {
      switch (type) {
        case CheckpointFormat.INTEGER -> builder.put(name, require(8).getLong());
        case CheckpointFormat.NUMBER -> builder.put(name, require(8).getDouble());
        case CheckpointFormat.TEXT -> builder.put(name, text());
        case CheckpointFormat.FLOATS -> builder.put(name, floats(size(4)));
        default -> throw wrong("\"%s\" is of the unknown type %d".formatted(name, type));
      }
    } catch (IllegalArgumentException e) {
      throw wrong("it holds \"%s\" twice".formatted(name));
    }
  }

  private String text() throws IOException {
    return new String(bytes(size(1)), StandardCharsets.UTF_8);
  }

  private float[] floats(int count) throws IOException {
    float[] values = new float[count];
    for (int done = 0; done < count; ) {
      require(4);
      int next = Math.min(count - done, buffer.remaining() / 4);
      buffer.asFloatBuffer().get(values, done, next);
      buffer.position(buffer.position() + 4 * next);
      done += next;
    }
    return values;
  }

  private byte[] bytes(int count) throws IOException {
    byte[] bytes = new byte[count];
    for (int done = 0; done < count; ) {
      require(1);
      int next = Math.min(count - done, buffer.remaining());
      buffer.get(bytes, done, next);
      done += next;
    }
    return bytes;
  }

  /** A number of elements that follow. */
  private int size(int bytesEach) throws IOException {
    int size = require(4).getInt();
    if (size < 0 || size > (unread + buffer.remaining()) / bytesEach) {
      throw wrong("it is cut short");
    }
    return size;
  }

  /** The buffer, with at least so many bytes in it. */
  private ByteBuffer require(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      fill();
      if (buffer.remaining() < bytes) {
        throw wrong("it is cut short");
      }
    }
    return buffer;
  }

  /** Reads on, behind what is left in the buffer. */
  private void fill() throws IOException {
    buffer.compact();
    buffer.limit((int) Math.min(buffer.capacity(), buffer.position() + unread));
    while (buffer.hasRemaining()) {
      int read = channel.read(buffer);
      if (read < 0) {
        throw wrong("it became shorter while it was read");
      }
      unread -= read;
    }
    buffer.flip();
  }

  private CheckpointException wrong(String what) {
    return new CheckpointException("%s cannot be used: %s".formatted(path, what));
  }
}
