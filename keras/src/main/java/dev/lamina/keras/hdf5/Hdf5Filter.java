package dev.lamina.keras.hdf5;

import dev.lamina.LaminaException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A step that was done to each chunk when it was written, and is undone to read it.
 *
 * @param elementSize what shuffle has as the size of an element
 */
record Hdf5Filter(Kind kind, int elementSize) {
  enum Kind {
    DEFLATE,
    SHUFFLE,
    FLETCHER32
  }

  private static final Map<Integer, String> OTHERS =
      Map.of(4, "szip", 5, "nbit", 6, "scaleoffset", 32000, "lzf", 32001, "blosc", 32015, "zstd");
  private static final int MAX_FILTERS = 8;

  /** Reads a filter pipeline message of version 1 or 2, in the order of writing. */
  static List<Hdf5Filter> parse(ByteBuffer message, String path) {
    int version = message.get(0);
    int count = message.get(1) & 0xFF;
    if (version < 1 || version > 2 || count > MAX_FILTERS) {
      throw new LaminaException(path + ": HDF5 data compressed in this way are not supported");
    }
    List<Hdf5Filter> filters = new ArrayList<>();
    int at = version == 1 ? 8 : 2;
    for (int i = 0; i < count; i++) {
      int id = message.getShort(at) & 0xFFFF;
      boolean named = version == 1 || id >= 256;
      int name = named ? message.getShort(at + 2) & 0xFFFF : 0;
      int values = message.getShort(at + (named ? 6 : 4)) & 0xFFFF;
      at += (named ? 8 : 6) + (version == 1 ? (name + 7) & ~7 : name);
      int first = values > 0 ? message.getInt(at) : 0;
      at += 4 * (values + (version == 1 ? values & 1 : 0));
      filters.add(of(id, first, path));
    }
    return filters;
  }

  private static Hdf5Filter of(int id, int value, String path) {
    Kind kind =
        switch (id) {
          case 1 -> Kind.DEFLATE;
          case 2 -> Kind.SHUFFLE;
          case 3 -> Kind.FLETCHER32;
          default ->
              throw new LaminaException(
                  "%s: the HDF5 filter %s is not supported; gzip, shuffle and fletcher32 are; copy the file with h5repack -f NONE"
                      .formatted(path, OTHERS.getOrDefault(id, "number " + id)));
        };
    if (kind == Kind.SHUFFLE && value < 1) {
      throw new LaminaException(path + ": the HDF5 filter shuffle has no size of elements");
    }
    return new Hdf5Filter(kind, value);
  }

  /** Undoes the filter; the result has at most {@code limit} bytes. */
  byte[] undo(byte[] chunk, int limit, String path) {
    return switch (kind) {
      case DEFLATE -> inflate(chunk, limit, path);
      case SHUFFLE -> unshuffle(chunk);
      case FLETCHER32 -> checked(chunk, path);
    };
  }

  private static byte[] inflate(byte[] chunk, int limit, String path) {
    var inflater = new Inflater();
    try {
      inflater.setInput(chunk);
      byte[] out = new byte[limit];
      int length = 0;
      while (length < limit && !inflater.finished()) {
        int count = inflater.inflate(out, length, limit - length);
        if (count == 0) {
          break;
        }
        length += count;
      }
      boolean more = !inflater.finished() && inflater.inflate(new byte[1]) > 0;
      if (more || !inflater.finished()) {
        throw damaged(path);
      }
      return length == limit ? out : Arrays.copyOf(out, length);
    } catch (DataFormatException e) {
      throw damaged(path);
    } finally {
      inflater.end();
    }
  }

  /** All first bytes of the elements stand first, then all second ones, ...; a rest is left. */
  private byte[] unshuffle(byte[] chunk) {
    int elements = chunk.length / elementSize;
    byte[] out = chunk.clone();
    for (int i = 0; i < elements; i++) {
      for (int j = 0; j < elementSize; j++) {
        out[i * elementSize + j] = chunk[j * elements + i];
      }
    }
    return out;
  }

  /** Without the sums at the end: of 16-bit words modulo 65535, and of these sums. */
  private static byte[] checked(byte[] chunk, String path) {
    int length = chunk.length - 4;
    if (length < 0) {
      throw damaged(path);
    }
    int sum = 0;
    int sums = 0;
    for (int i = 0; i < length; i += 2) {
      int low = i + 1 < length ? chunk[i + 1] & 0xFF : 0;
      sum = (sum + ((chunk[i] & 0xFF) << 8 | low)) % 0xFFFF;
      sums = (sums + sum) % 0xFFFF;
    }
    int stored = (int) Hdf5Bytes.unsigned(ByteBuffer.wrap(chunk), length, 4);
    if ((stored & 0xFFFF) % 0xFFFF != sum || (stored >>> 16) % 0xFFFF != sums) {
      throw damaged(path);
    }
    return Arrays.copyOf(chunk, length);
  }

  static LaminaException damaged(String path) {
    return new LaminaException(path + ": a chunk of the HDF5 data is damaged");
  }
}
