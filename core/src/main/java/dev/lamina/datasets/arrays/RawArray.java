package dev.lamina.datasets.arrays;

import dev.lamina.DataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * An array in the element type and byte order of its file, in memory or mapped from disk; converted
 * to float row by row, as rows are read.
 */
public final class RawArray {

  private static final long CHUNK_BYTES = 1L << 30;

  /** What the array's file says of it. */
  public final ArrayHeader header;

  /** Buffers hold at most 2^31-1 bytes, so the array is cut between rows. */
  private final ByteBuffer[] chunks;

  private final FloatBuffer[] floatChunks;
  private final int rowsPerChunk;

  private RawArray(ArrayHeader header, ByteBuffer[] chunks, int rowsPerChunk) {
    this.header = header;
    this.chunks = chunks;
    this.rowsPerChunk = rowsPerChunk;
    this.floatChunks = new FloatBuffer[header.type == ElementType.FLOAT32 ? chunks.length : 0];
    for (int i = 0; i < chunks.length; i++) {
      chunks[i].order(header.order);
      if (header.type == ElementType.FLOAT32) {
        floatChunks[i] = chunks[i].asFloatBuffer();
      }
    }
  }

  /** Elements that are in memory already; the array is used and not copied. */
  public static RawArray wrap(ArrayHeader header, byte[] payload) throws DataException {
    if (header.fortran) {
      return wrap(FortranOrder.header(header), FortranOrder.rows(header, ByteBuffer.wrap(payload)));
    }
    return new RawArray(
        header, new ByteBuffer[] {ByteBuffer.wrap(payload)}, Math.max(1, header.rows()));
  }

  /**
   * Maps the elements of a file, which is read when they are. The mapping ends with this object,
   * and outlives a deletion of the file where the system allows one.
   *
   * @throws DataException when the file is not exactly as long as its header says
   */
  public static RawArray map(Path file, ArrayHeader header) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      checkLength(file, header, channel.size());
      if (header.fortran) {
        return wrap(
            FortranOrder.header(header), FortranOrder.rows(header, whole(file, header, channel)));
      }
      long rowBytes = Math.max(1L, (long) header.rowSize() * header.type.bytes);
      int rowsPerChunk = (int) Math.min(Integer.MAX_VALUE, CHUNK_BYTES / rowBytes);
      long chunkBytes = rowsPerChunk * rowBytes;
      int count = (int) ((header.payloadBytes() + chunkBytes - 1) / chunkBytes);
      ByteBuffer[] chunks = new ByteBuffer[count];
      for (int i = 0; i < count; i++) {
        long from = i * chunkBytes;
        long bytes = Math.min(chunkBytes, header.payloadBytes() - from);
        chunks[i] = channel.map(MapMode.READ_ONLY, header.offset + from, bytes);
      }
      return new RawArray(header, chunks, rowsPerChunk);
    }
  }

  private static ByteBuffer whole(Path file, ArrayHeader header, FileChannel channel)
      throws IOException {
    UnpackedArray.checkMemory(
        header,
        file.toString(),
        "turning",
        "save it in C order with numpy.save(path, numpy.ascontiguousarray(x))");
    return channel.map(MapMode.READ_ONLY, header.offset, header.payloadBytes());
  }

  private static void checkLength(Path file, ArrayHeader header, long length) throws DataException {
    long present = length - header.offset;
    if (present < header.payloadBytes()) {
      throw new DataException(
          "%s: the file is cut off: its header says %s (%d bytes), but only %d bytes follow; copy or"
                  .formatted(file, header, header.payloadBytes(), present)
              + " download it again");
    }
    if (present > header.payloadBytes()) {
      throw new DataException(
          "%s: the file goes on after its end: its header says %s (%d bytes), but %d bytes follow;"
                  .formatted(file, header, header.payloadBytes(), present)
              + " write the file again, with one array");
    }
  }

  /** Writes a row's elements to {@code to} from {@code offset} on. */
  public void readRow(int row, float[] to, int offset) {
    int chunk = row / rowsPerChunk;
    int size = header.rowSize();
    int first = (row - chunk * rowsPerChunk) * size;
    if (header.type == ElementType.FLOAT32) {
      floatChunks[chunk].get(first, to, offset, size);
      return;
    }
    ByteBuffer from = chunks[chunk];
    int bytes = header.type.bytes;
    for (int i = 0; i < size; i++) {
      to[offset + i] = header.type.readFloat(from, (first + i) * bytes);
    }
  }

  /** As {@link #readRow}, for elements of one byte, each looked up in {@code table} as unsigned. */
  public void readRow(int row, float[] to, int offset, float[] table) {
    int chunk = row / rowsPerChunk;
    int size = header.rowSize();
    int first = (row - chunk * rowsPerChunk) * size;
    ByteBuffer from = chunks[chunk];
    for (int i = 0; i < size; i++) {
      to[offset + i] = table[from.get(first + i) & 0xff];
    }
  }

  /** Element {@code i} of a row, of a whole-number type. */
  public long readLong(int row, int i) {
    int chunk = row / rowsPerChunk;
    int first = (row - chunk * rowsPerChunk) * header.rowSize();
    return header.type.readLong(chunks[chunk], (first + i) * header.type.bytes);
  }

  /** Element {@code i} of a row as a double. */
  public double readDouble(int row, int i) {
    int chunk = row / rowsPerChunk;
    int first = (row - chunk * rowsPerChunk) * header.rowSize();
    ByteBuffer from = chunks[chunk];
    int at = (first + i) * header.type.bytes;
    return header.type == ElementType.FLOAT64
        ? from.getDouble(at)
        : header.type.readFloat(from, at);
  }
}
