package dev.lamina.testkit.golden;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An array of a golden file, in row-major order: a NumPy {@code .npy} file of version 1.
 *
 * <pre>{@code
 * GoldenArray input = golden.array("input");
 * int[] shape = input.shape(); // such as {2, 7, 9, 3}
 * float[] values = input.floats();
 * }</pre>
 */
public final class GoldenArray {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{'descr': '(?<type>[^']+)', 'fortran_order': False, 'shape': \\((?<shape>[^)]*)\\), \\}\\s*");

  private final GoldenType type;
  private final int[] shape;
  private final ByteBuffer data;

  private GoldenArray(GoldenType type, int[] shape, ByteBuffer data) {
    this.type = type;
    this.shape = shape;
    this.data = data;
  }

  /**
   * Reads the bytes of an {@code .npy} file.
   *
   * @throws IOException if they are not one of version 1, in C order, of a {@link GoldenType}, and
   *     of the size that the shape asks for
   */
  static GoldenArray parse(byte[] npy) throws IOException {
    int start = MAGIC.length + 2;
    if (npy.length < start || !Arrays.equals(npy, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new IOException("not a NumPy .npy file of version 1");
    }
    ByteBuffer file = ByteBuffer.wrap(npy).order(ByteOrder.LITTLE_ENDIAN);
    int headerSize = Short.toUnsignedInt(file.getShort(MAGIC.length));
    if (start + headerSize > npy.length) {
      throw new IOException("the .npy header is cut off");
    }
    String header = new String(npy, start, headerSize, StandardCharsets.ISO_8859_1);
    Matcher match = HEADER.matcher(header);
    if (!match.matches()) {
      throw new IOException("unknown .npy header " + header.strip());
    }
    GoldenType type = GoldenType.of(match.group("type"));
    int[] shape =
        Arrays.stream(match.group("shape").split(","))
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .mapToInt(Integer::parseInt)
            .toArray();
    ByteBuffer data = file.position(start + headerSize).slice().order(ByteOrder.LITTLE_ENDIAN);
    long expected = (long) size(shape) * type.bytes();
    if (data.remaining() != expected) {
      throw new IOException(
          "%s of shape %s needs %d bytes, the .npy file holds %d"
              .formatted(type, Arrays.toString(shape), expected, data.remaining()));
    }
    return new GoldenArray(type, shape, data);
  }

  private static int size(int[] shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  /** The type of the elements. */
  public GoldenType type() {
    return type;
  }

  /** The shape; empty for a scalar. */
  public int[] shape() {
    return shape.clone();
  }

  /** The number of elements. */
  public int size() {
    return size(shape);
  }

  /** The elements of a {@link GoldenType#FLOAT32} array. */
  public float[] floats() {
    require(GoldenType.FLOAT32);
    float[] values = new float[size()];
    data.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  /** The elements of a {@link GoldenType#FLOAT64} array. */
  public double[] doubles() {
    require(GoldenType.FLOAT64);
    double[] values = new double[size()];
    data.duplicate().order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(values);
    return values;
  }

  /** The elements of an {@link GoldenType#INT32} array. */
  public int[] ints() {
    require(GoldenType.INT32);
    int[] values = new int[size()];
    data.duplicate().order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(values);
    return values;
  }

  /** The elements of an {@link GoldenType#INT64} array. */
  public long[] longs() {
    require(GoldenType.INT64);
    long[] values = new long[size()];
    data.duplicate().order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(values);
    return values;
  }

  /** The elements of a {@link GoldenType#UINT8} array, each to be read as unsigned. */
  public byte[] bytes() {
    require(GoldenType.UINT8);
    byte[] values = new byte[size()];
    data.duplicate().get(values);
    return values;
  }

  private void require(GoldenType asked) {
    if (type != asked) {
      throw new IllegalStateException(
          "the array holds %s, not %s; use %s()".formatted(type, asked, type.accessor()));
    }
  }

  /** Such as {@code float32[2, 7, 9, 3]}. */
  @Override
  public String toString() {
    return type + Arrays.toString(shape);
  }
}
