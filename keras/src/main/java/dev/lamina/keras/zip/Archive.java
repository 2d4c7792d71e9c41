package dev.lamina.keras.zip;

import dev.lamina.LaminaException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The zip around a model: read into memory with limits, written without compression. */
public final class Archive {
  private static final long MAX_TEXT = 16L << 20;
  private static final long MAX_WEIGHTS = Integer.MAX_VALUE - 16L;
  // Weights hardly compress; what grows more than this is a bomb.
  private static final long FREE_GROWTH = 64L << 20;
  private static final long MAX_RATIO = 50;

  private Archive() {}

  /** The entries that make a model; others are checked and left. */
  public static Map<String, byte[]> read(Path path) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(path)) {
      return read(channel);
    }
  }

  /** As {@link #read(Path)}, of an archive that is open. */
  public static Map<String, byte[]> read(SeekableByteChannel channel) throws IOException {
    ZipBytes file = new ZipBytes(channel);
    ZipEnd end = ZipEnd.read(file);
    List<ZipItem> items = ZipDirectory.read(file, end);
    ZipContents contents = ZipContents.of(file, end, items);
    items.forEach(item -> requireInside(item.name()));
    Map<String, byte[]> entries = new LinkedHashMap<>();
    for (ZipItem item : items) {
      String name = item.name();
      boolean weights = name.equals("model.weights.h5");
      if (weights || name.equals("config.json") || name.equals("metadata.json")) {
        requireModest(item, weights ? MAX_WEIGHTS : MAX_TEXT);
        entries.put(name, contents.read(item));
      } else if (name.equals("model.weights.npz")) {
        throw new LaminaException(
            "weights in model.weights.npz are not supported: they are pickled Python objects, which hold code; save the model with weights_format=\"h5\", Keras's default");
      }
    }
    return entries;
  }

  private static void requireInside(String name) {
    if (name.startsWith("/")
        || name.contains("\\")
        || name.contains(":")
        || ("/" + name + "/").contains("/../")) {
      throw new LaminaException("the archive's entry \"%s\" leaves the archive".formatted(name));
    }
  }

  private static void requireModest(ZipItem item, long max) {
    long size = item.size();
    long packed = Math.max(1, item.packed());
    if (size > max || (size > FREE_GROWTH && size / packed > MAX_RATIO)) {
      throw new LaminaException(
          "%s claims %d bytes, %d packed, which is refused".formatted(item.name(), size, packed));
    }
  }

  /** Writes these entries in their order; the stream stays open. */
  public static void write(OutputStream out, Map<String, byte[]> entries) throws IOException {
    var zip = new ZipOutputStream(out);
    zip.setMethod(ZipOutputStream.STORED);
    for (Map.Entry<String, byte[]> each : entries.entrySet()) {
      var crc = new CRC32();
      crc.update(each.getValue());
      var entry = new ZipEntry(each.getKey());
      entry.setSize(each.getValue().length);
      entry.setCrc(crc.getValue());
      zip.putNextEntry(entry);
      zip.write(each.getValue());
      zip.closeEntry();
    }
    zip.finish();
  }
}
