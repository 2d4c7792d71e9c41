package dev.lamina.datasets.arrays;

import dev.lamina.DataException;
import dev.lamina.datasets.folders.FileErrors;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The IDX format of MNIST: two zero bytes, a type, a rank, the dimensions as big-endian ints, the
 * elements in big-endian order. A gzipped file is told by its content, not by its name.
 *
 * @see <a href="https://yann.lecun.com/exdb/mnist/">the format's definition, on MNIST's page</a>
 */
public final class IdxFile {

  private static final int BUFFER = 1 << 16;
  private static final int MAX_RANK = 8;

  private IdxFile() {}

  /** Reads a gzipped file into memory, and maps any other. */
  public static RawArray read(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
      in.mark(2);
      boolean gzipped = in.read() == 0x1f && in.read() == 0x8b;
      in.reset();
      if (gzipped) {
        return readGzipped(in, file.toString());
      }
      return RawArray.map(file, readHeader(in, file.toString()));
    } catch (IOException e) {
      throw FileErrors.explained(file, e);
    }
  }

  /** Reads a gzipped file from a stream; {@code name} is for messages. */
  public static RawArray readGzipped(InputStream compressed, String name) throws IOException {
    try (InputStream in = new GZIPInputStream(compressed, BUFFER)) {
      ArrayHeader header = readHeader(in, name);
      return UnpackedArray.read(
          in, header, name, "unpack the file with gunzip (it is then read from disk)");
    } catch (EOFException e) {
      throw new DataException(
          name + ": the gzip data is cut off; copy or download the file again", e);
    } catch (ZipException e) {
      throw new DataException(
          "%s: the gzip data is corrupt (%s); copy or download the file again"
              .formatted(name, e.getMessage()),
          e);
    }
  }

  static ArrayHeader readHeader(InputStream in, String name) throws IOException {
    byte[] magic = in.readNBytes(4);
    if (magic.length == 0) {
      throw new DataException(name + ": the file is empty; copy or download it again");
    }
    if (magic.length < 4 || magic[0] != 0 || magic[1] != 0 || magic[3] < 1 || magic[3] > MAX_RANK) {
      throw badMagic(name, magic);
    }
    ElementType type =
        switch (magic[2]) {
          case 0x08 -> ElementType.UINT8;
          case 0x09 -> ElementType.INT8;
          case 0x0b -> ElementType.INT16;
          case 0x0c -> ElementType.INT32;
          case 0x0d -> ElementType.FLOAT32;
          case 0x0e -> ElementType.FLOAT64;
          default -> throw badMagic(name, magic);
        };
    int rank = magic[3];
    byte[] sizes = in.readNBytes(rank * 4);
    if (sizes.length < rank * 4) {
      throw new DataException(
          name + ": the file is cut off inside its header; copy or download it again");
    }
    long[] dims = new long[rank];
    for (int i = 0; i < rank; i++) {
      dims[i] = ByteBuffer.wrap(sizes).getInt(i * 4) & 0xffff_ffffL;
    }
    return new ArrayHeader(name, type, ByteOrder.BIG_ENDIAN, dims, 4 + sizes.length);
  }

  private static DataException badMagic(String name, byte[] magic) {
    return new DataException(
        "%s: not an IDX file: it starts with %s; expected 00 00, a type (08 09 0b 0c 0d 0e) and a"
                .formatted(name, HexFormat.ofDelimiter(" ").formatHex(magic))
            + " rank (01 to 08); check that it is the right file, and download it again");
  }
}
