package dev.lamina.datasets;

import dev.lamina.DataException;
import dev.lamina.datasets.arrays.ArrayHeader;
import dev.lamina.datasets.arrays.ElementType;
import dev.lamina.datasets.arrays.NamedArray;
import dev.lamina.datasets.arrays.NpyHeader;
import dev.lamina.datasets.arrays.RawArray;
import dev.lamina.datasets.folders.FileErrors;
import dev.lamina.datasets.samples.ArrayInputs;
import dev.lamina.datasets.samples.RawSamples;
import dev.lamina.ir.Shape;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Reads and writes NumPy's {@code .npy} files.
 *
 * <pre>{@code
 * NpyFile file = NpyFile.open(Path.of("x.npy"));
 * float[] values = file.toFloats(); // row-major
 * NpyFile.write(Path.of("copy.npy"), file.shape(), values); // numpy.load("copy.npy") reads it
 * }</pre>
 *
 * <p>Read are format versions 1 to 3, either byte order, and the types bool, (u)int8 to (u)int64,
 * float16, float32 and float64, in C order or (turned in memory) in Fortran order. Pickled objects
 * are never loaded. The elements are mapped from disk and read when they are asked for, so an open
 * file costs no memory.
 */
public final class NpyFile {

  private static final int WRITE_BUFFER = 1 << 16;

  private final Path path;
  private final RawArray array;

  private NpyFile(Path path, RawArray array) {
    this.path = path;
    this.array = array;
  }

  /**
   * Opens a file and checks its header against its length.
   *
   * @throws DataException when the content is malformed, or of a kind that is not read
   * @throws IOException when the file cannot be read
   */
  public static NpyFile open(Path path) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
      ArrayHeader header = NpyHeader.read(in, path.toString());
      return new NpyFile(path, RawArray.map(path, header));
    } catch (IOException e) {
      throw FileErrors.explained(path, e);
    }
  }

  /** Where the file is. */
  public Path path() {
    return path;
  }

  /** The array's dimensions, each from 0 to 2^31-1; none for a scalar. */
  public int[] dims() {
    return array.header.dims();
  }

  /**
   * The array's shape; of rank 0 for a scalar.
   *
   * @throws DataException when a dimension is 0, or there are more than 2^31-9 elements
   */
  public Shape shape() throws DataException {
    if (checkedSize() == 0) {
      throw new DataException("%s: %s has no elements".formatted(path, array.header));
    }
    return Shape.of(array.header.dims());
  }

  /** NumPy's name of the element type, such as {@code float32}. */
  public String dtype() {
    return array.header.type.toString();
  }

  RawArray array() {
    return array;
  }

  /**
   * All elements in row-major order, rounded to float; unsigned bytes are from 0 to 255.
   *
   * @throws DataException when there are more than one Java array holds, 2^31-9
   */
  public float[] toFloats() throws IOException {
    if (array.header.type.isText()) {
      throw new DataException("%s: holds %s; expected numbers".formatted(path, array.header));
    }
    float[] values = new float[checkedSize()];
    int rowSize = array.header.rowSize();
    for (int row = 0; rowSize > 0 && row < array.header.rows(); row++) {
      array.readRow(row, values, row * rowSize);
    }
    return values;
  }

  /**
   * All elements in row-major order as ints, for whole-number types.
   *
   * @throws DataException when the type is a float, a value is beyond an int, or there are more
   *     than one Java array holds, 2^31-9
   */
  public int[] toInts() throws IOException {
    if (!array.header.type.whole) {
      throw new DataException(
          "%s: holds %s; expected whole numbers; save it with numpy.save(path, x.astype('int64'))"
              .formatted(path, array.header));
    }
    int[] values = new int[checkedSize()];
    int rowSize = array.header.rowSize();
    for (int i = 0; i < values.length; i++) {
      long value = array.readLong(i / rowSize, i % rowSize);
      if (value != (int) value) {
        throw new DataException(
            "%s: element %d is %d, which is beyond 32 bits".formatted(path, i, value));
      }
      values[i] = (int) value;
    }
    return values;
  }

  /**
   * Shape of one sample when the file holds inputs, without the first axis; (count, height, width)
   * gets a channel axis, as in {@link NpyDirectory}.
   *
   * @throws DataException when there is no axis besides the first, or there are no elements
   */
  public Shape inputShape() throws DataException {
    return inputShape(new DataOptions());
  }

  /**
   * As {@link #inputShape()}, with {@link DataOptions#channelsFirst(boolean)} taken into account.
   */
  public Shape inputShape(DataOptions options) throws DataException {
    boolean first = options.channelsFirst().orElse(false);
    return ArrayInputs.shape(new NamedArray(path.toString(), array), first);
  }

  /**
   * All elements as inputs for training or prediction, read as in {@link NpyDirectory}: uint8 is
   * divided by 255, other types are taken as they are.
   *
   * @throws DataException as {@link #inputShape()} and {@link #toFloats()}
   */
  public float[] toInputs() throws IOException {
    return toInputs(new DataOptions());
  }

  /**
   * As {@link #toInputs()}, with {@link DataOptions#divideBy(double)} and {@link
   * DataOptions#channelsFirst(boolean)} taken into account.
   */
  public float[] toInputs(DataOptions options) throws IOException {
    boolean first = options.channelsFirst().orElse(false);
    double divisor = options.divideBy().orElse(array.header.type == ElementType.UINT8 ? 255 : 1);
    RawSamples inputs = RawSamples.inputs(array, inputShape(options), divisor, first);
    float[] values = new float[checkedSize()];
    for (int row = 0; row < inputs.count(); row++) {
      inputs.read(row, values, row * array.header.rowSize());
    }
    return values;
  }

  private int checkedSize() throws DataException {
    long size = (long) array.header.rows() * array.header.rowSize();
    if (size > Integer.MAX_VALUE - 8) {
      throw new DataException(
          "%s: %s is %d elements, more than one Java array holds; split the file"
              .formatted(path, array.header, size));
    }
    return (int) size;
  }

  /**
   * Writes a float32 array. The file appears complete or not at all: it is written beside its
   * place, forced to disk and moved.
   *
   * @param path the file, replaced when it exists; missing directories are made
   * @param shape the array's shape
   * @param values its elements in row-major order
   * @throws IllegalArgumentException when {@code values} has not as many elements as the shape
   */
  public static void write(Path path, Shape shape, float[] values) throws IOException {
    checkSize(shape, values.length);
    write(path, "<f4", shape, 4, values.length, (to, i) -> to.putFloat(values[i]));
  }

  /** Writes an int32 array; see {@link #write(Path, Shape, float[])}. */
  public static void write(Path path, Shape shape, int[] values) throws IOException {
    checkSize(shape, values.length);
    write(path, "<i4", shape, 4, values.length, (to, i) -> to.putInt(values[i]));
  }

  /** Writes a uint8 array; see {@link #write(Path, Shape, float[])}. */
  public static void write(Path path, Shape shape, byte[] values) throws IOException {
    checkSize(shape, values.length);
    write(path, "|u1", shape, 1, values.length, (to, i) -> to.put(values[i]));
  }

  private static void checkSize(Shape shape, int length) {
    if (shape.size() != length) {
      throw new IllegalArgumentException(
          "%d values for shape %s; expected %d".formatted(length, shape, shape.size()));
    }
  }

  @FunctionalInterface
  private interface ElementWriter {
    void put(ByteBuffer to, int index);
  }

  private static void write(
      Path path, String descr, Shape shape, int bytes, int count, ElementWriter element)
      throws IOException {
    Path absolute = path.toAbsolutePath();
    Path directory = absolute.getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    Path part = Files.createTempFile(directory, absolute.getFileName() + ".", ".part");
    try {
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        ByteBuffer buffer = ByteBuffer.allocate(WRITE_BUFFER).order(ByteOrder.LITTLE_ENDIAN);
        buffer.put(header(descr, shape));
        for (int i = 0; i < count; i++) {
          if (buffer.remaining() < bytes) {
            drain(buffer, channel);
          }
          element.put(buffer, i);
        }
        drain(buffer, channel);
        channel.force(true);
      }
      move(part, absolute);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void drain(ByteBuffer buffer, FileChannel channel) throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }

  private static void move(Path part, Path path) throws IOException {
    try {
      Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, path, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Version 1, padded so that the elements begin at a multiple of 64 bytes, as NumPy does. */
  private static byte[] header(String descr, Shape shape) {
    StringBuilder dims = new StringBuilder();
    for (int i = 0; i < shape.rank(); i++) {
      dims.append(i == 0 ? "" : ", ").append(shape.dim(i));
    }
    // A Python tuple of one element needs its comma.
    dims.append(shape.rank() == 1 ? "," : "");
    String text = "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(descr, dims);
    int length = (10 + text.length() + 1 + 63) / 64 * 64 - 10;
    ByteBuffer header = ByteBuffer.allocate(10 + length).order(ByteOrder.LITTLE_ENDIAN);
    header.put(NpyHeader.magic()).put((byte) 1).put((byte) 0).putShort((short) length);
    header.put(text.getBytes(StandardCharsets.ISO_8859_1));
    while (header.remaining() > 1) {
      header.put((byte) ' ');
    }
    return header.put((byte) '\n').array();
  }

  /** For people: where the file is and what it holds. */
  @Override
  public String toString() {
    return path + ": " + array.header;
  }
}
