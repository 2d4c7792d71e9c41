package dev.lamina.cli;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Writes small data sets: bright images are of class 1, dark ones of class 0. */
final class DataFiles {
  static final int SIDE = 8;

  private DataFiles() {}

  /** 40 training and 20 test images of 8x8 in gzipped IDX files. */
  static Path idx(Path directory) throws IOException {
    idx(directory, "train", 40, SIDE);
    idx(directory, "t10k", 20, SIDE);
    return directory;
  }

  static void idx(Path directory, String part, int count, int side) throws IOException {
    Random random = new Random(count);
    byte[] images = new byte[count * side * side];
    byte[] labels = new byte[count];
    for (int i = 0; i < images.length; i++) {
      int label = (i / (side * side)) % 2;
      labels[i / (side * side)] = (byte) label;
      images[i] = (byte) (label * 128 + random.nextInt(100));
    }
    idx(directory.resolve(part + "-images-idx3-ubyte.gz"), images, count, side, side);
    idx(directory.resolve(part + "-labels-idx1-ubyte.gz"), labels, count);
  }

  static void idx(Path file, byte[] content, int... dims) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream data = new DataOutputStream(bytes);
    data.writeInt(0x800 + dims.length);
    for (int dim : dims) {
      data.writeInt(dim);
    }
    data.write(content);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      bytes.writeTo(out);
    }
  }

  /** A NumPy file of this type ({@code '<f4'}) and shape ({@code (3, 8, 8)}). */
  static void npy(Path file, String type, String shape, byte[] content) throws IOException {
    String header = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(type, shape);
    String padded = header + " ".repeat(64 - (10 + header.length() + 1) % 64) + "\n";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    bytes.write(padded.length() & 0xff);
    bytes.write(padded.length() >> 8);
    bytes.write(padded.getBytes(StandardCharsets.US_ASCII));
    bytes.write(content);
    Files.write(file, bytes.toByteArray());
  }
}
