package dev.lamina.datasets;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Writes files for tests, well-formed or not. */
public final class TestFiles {

  private TestFiles() {}

  /** An IDX header. */
  static byte[] idxHeader(int type, int... dims) {
    ByteBuffer header = ByteBuffer.allocate(4 + 4 * dims.length);
    header.put((byte) 0).put((byte) 0).put((byte) type).put((byte) dims.length);
    for (int dim : dims) {
      header.putInt(dim);
    }
    return header.array();
  }

  /** An IDX file of unsigned bytes with the given dimensions: 0, 1, 2, ... modulo 256. */
  static byte[] idxBytes(int... dims) {
    int size = 1;
    for (int dim : dims) {
      size *= dim;
    }
    byte[] payload = new byte[size];
    for (int i = 0; i < size; i++) {
      payload[i] = (byte) i;
    }
    return concat(idxHeader(8, dims), payload);
  }

  /** An IDX file of labels. */
  static byte[] idxLabels(int... labels) {
    byte[] payload = new byte[labels.length];
    for (int i = 0; i < labels.length; i++) {
      payload[i] = (byte) labels[i];
    }
    return concat(idxHeader(8, labels.length), payload);
  }

  public static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** A NumPy file of version 1 with a header of one's own. */
  static byte[] npy(String header, byte[] payload) {
    byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
    byte[] length = {(byte) text.length, (byte) (text.length >> 8)};
    return concat(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}, length, text, payload);
  }

  /** Writes a file, making its directories. */
  public static Path write(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.write(file, content);
  }

  public static float[] input(Dataset data, int index) throws IOException {
    float[] to = new float[data.inputShape().size()];
    data.readInput(index, to, 0);
    return to;
  }

  static float[] target(Dataset data, int index) throws IOException {
    float[] to = new float[data.targetShape().size()];
    data.readTarget(index, to, 0);
    return to;
  }
}
