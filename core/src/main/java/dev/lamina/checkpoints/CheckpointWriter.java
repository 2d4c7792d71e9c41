package dev.lamina.checkpoints;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;

/** Writes the file format: all values, then the SHA-256 of every byte before it. */
final class CheckpointWriter {
  private final OutputStream out;
  private final MessageDigest digest = CheckpointFormat.digest();
  private final ByteBuffer buffer =
      ByteBuffer.allocate(CheckpointFormat.CHUNK).order(ByteOrder.LITTLE_ENDIAN);

  CheckpointWriter(OutputStream out) {
    this.out = out;
  }

  void write(Checkpoint checkpoint) throws IOException {
    bytes(CheckpointFormat.magic());
    room(8).putInt(CheckpointFormat.VERSION).putInt(checkpoint.values().size());
    for (Map.Entry<String, Object> entry : checkpoint.values().entrySet()) {
      text(entry.getKey());
      value(entry.getValue());
    }
    flush();
    out.write(digest.digest());
  }

  private void value(Object value) throws IOException {
    if (value instanceof Long number) {
      room(9).put(CheckpointFormat.INTEGER).putLong(number);
    } else if (value instanceof Double number) {
      room(9).put(CheckpointFormat.NUMBER).putDouble(number);
    } else if (value instanceof String text) {
      room(1).put(CheckpointFormat.TEXT);
      text(text);
    } else {
      float[] values = (float[]) value;
      room(5).put(CheckpointFormat.FLOATS).putInt(values.length);
      floats(values);
    }
  }

  private void text(String text) throws IOException {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    room(4).putInt(encoded.length);
    bytes(encoded);
  }

  private void floats(float[] values) throws IOException {
    for (int done = 0; done < values.length; ) {
      room(4);
      int count = Math.min(values.length - done, buffer.remaining() / 4);
      buffer.asFloatBuffer().put(values, done, count);
      buffer.position(buffer.position() + 4 * count);
      done += count;
    }
  }

  private void bytes(byte[] bytes) throws IOException {
    for (int done = 0; done < bytes.length; ) {
      room(1);
      int count = Math.min(bytes.length - done, buffer.remaining());
      buffer.put(bytes, done, count);
      done += count;
    }
  }

  /** The buffer, with room for so many bytes. */
  private ByteBuffer room(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      flush();
    }
    return buffer;
  }

  private void flush() throws IOException {
    digest.update(buffer.array(), 0, buffer.position());
    out.write(buffer.array(), 0, buffer.position());
    buffer.clear();
  }
}
