import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;

/**
 * Makes the part of Fashion-MNIST that is shipped inside {@code lamina-core}.
 *
 * <pre>
 * java tools/BundleFashionMnist.java FULL_DIR OUT_DIR
 * java tools/BundleFashionMnist.java --check FULL_DIR OUT_DIR
 * </pre>
 *
 * {@code FULL_DIR} holds the four original files (Debian: {@code apt-get install
 * dataset-fashion-mnist}, then {@code /usr/share/datasets/fashion-mnist}); {@code OUT_DIR} is
 * {@code core/src/main/resources/dev/lamina/datasets/fashion-mnist}.
 *
 * <p>The part is the first 600 training and the first 100 test images of each class, in the
 * original order. What the files hold is therefore fixed, and {@code --check} compares it bit for
 * bit and writes nothing. The compressed bytes follow from the zlib that Java was built with; the
 * committed labels come from zlib 1.2.13, the images from {@code zopfli --i5}, which is smaller.
 * Name and time are left out of the gzip header.
 */
public final class BundleFashionMnist {

  private static final int CLASSES = 10;
  private static final int TRAIN_PER_CLASS = 600;
  private static final int TEST_PER_CLASS = 100;

  private BundleFashionMnist() {}

  public static void main(String[] arguments) throws Exception {
    boolean check = arguments.length == 3 && arguments[0].equals("--check");
    if (!check && arguments.length != 2) {
      System.err.println("usage: java BundleFashionMnist.java [--check] FULL_DIR OUT_DIR");
      System.exit(2);
    }
    Path from = Path.of(arguments[arguments.length - 2]);
    Path to = Path.of(arguments[arguments.length - 1]);
    boolean equal = bundle("train", TRAIN_PER_CLASS, from, to, check);
    equal &= bundle("t10k", TEST_PER_CLASS, from, to, check);
    if (!equal) {
      System.exit(1);
    }
  }

  private static boolean bundle(String part, int perClass, Path from, Path to, boolean check)
      throws Exception {
    String imagesName = part + "-images-idx3-ubyte.gz";
    String labelsName = part + "-labels-idx1-ubyte.gz";
    byte[] images = gunzip(from.resolve(imagesName));
    byte[] labels = gunzip(from.resolve(labelsName));
    int[] chosen = firstOfEachClass(labels, perClass);

    ByteBuffer header = ByteBuffer.wrap(images);
    int imageBytes = header.getInt(8) * header.getInt(12);
    ByteBuffer someImages = ByteBuffer.allocate(16 + chosen.length * imageBytes);
    someImages.put(images, 0, 4).putInt(chosen.length).put(images, 8, 8);
    ByteBuffer someLabels = ByteBuffer.allocate(8 + chosen.length);
    someLabels.put(labels, 0, 4).putInt(chosen.length);
    for (int index : chosen) {
      someImages.put(images, 16 + index * imageBytes, imageBytes);
      someLabels.put(labels[8 + index]);
    }
    return emit(to.resolve(imagesName), someImages.array(), check)
        & emit(to.resolve(labelsName), someLabels.array(), check);
  }

  private static int[] firstOfEachClass(byte[] labels, int perClass) {
    int[] taken = new int[CLASSES];
    int[] chosen = new int[CLASSES * perClass];
    int count = 0;
    for (int i = 0; i < labels.length - 8; i++) {
      int label = labels[8 + i];
      if (taken[label] < perClass) {
        taken[label]++;
        chosen[count++] = i;
      }
    }
    if (count != chosen.length) {
      throw new IllegalStateException("some class has fewer than " + perClass + " images");
    }
    return chosen;
  }

  private static boolean emit(Path file, byte[] content, boolean check) throws Exception {
    String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    boolean equal = true;
    if (check) {
      equal = Arrays.equals(gunzip(file), content);
    } else {
      Files.write(file, gzip(content));
    }
    System.out.printf(
        "%s %s: %,d bytes, %,d compressed, content sha256 %s%n",
        check ? (equal ? "same" : "DIFFERENT") : "wrote",
        file.getFileName(),
        content.length,
        Files.size(file),
        digest);
    return equal;
  }

  private static byte[] gunzip(Path file) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return in.readAllBytes();
    }
  }

  /** Gzip by hand: {@code GZIPOutputStream} fixes the level, and its header varies with the JDK. */
  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 2, (byte) 255});
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    deflater.setInput(content);
    deflater.finish();
    byte[] buffer = new byte[1 << 16];
    while (!deflater.finished()) {
      out.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
    CRC32 crc = new CRC32();
    crc.update(content);
    ByteBuffer trailer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    trailer.putInt((int) crc.getValue()).putInt(content.length);
    out.writeBytes(trailer.array());
    return out.toByteArray();
  }
}
