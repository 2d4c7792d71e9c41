package dev.lamina.keras;

import dev.lamina.LaminaException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** The zip around a model: read into memory with limits, written without compression. */
final class Archive {
  private static final int MAX_ENTRIES = 1000;
  private static final long MAX_TEXT = 16L << 20;
  private static final long MAX_WEIGHTS = Integer.MAX_VALUE - 16L;
  // Weights hardly compress; what grows more than this is a bomb.
  private static final long FREE_GROWTH = 64L << 20;
  private static final long MAX_RATIO = 50;

  private Archive() {}

  /** The entries that make a model; others are checked and left. */
  static Map<String, byte[]> read(Path path) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(path.toFile())) {
      if (zip.size() > MAX_ENTRIES) {
        throw new LaminaException(
            "the archive has %d entries, at most %d are read".formatted(zip.size(), MAX_ENTRIES));
      }
      Enumeration<? extends ZipEntry> all = zip.entries();
      while (all.hasMoreElements()) {
        ZipEntry entry = all.nextElement();
        String name = entry.getName();
        requireInside(name);
        boolean weights = name.equals("model.weights.h5");
        if (weights || name.equals("config.json") || name.equals("metadata.json")) {
          if (entries.containsKey(name)) {
            throw new LaminaException("the archive holds %s twice".formatted(name));
          }
          entries.put(name, bytes(zip, entry, weights ? MAX_WEIGHTS : MAX_TEXT));
        } else if (name.equals("model.weights.npz")) {
          throw new LaminaException(
              "weights in model.weights.npz are not supported; save them as HDF5");
        }
      }
    } catch (ZipException e) {
      throw new LaminaException(
          "the archive is damaged, cut off or no zip at all: " + e.getMessage(), e);
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

  private static byte[] bytes(ZipFile zip, ZipEntry entry, long max) throws IOException {
    long size = entry.getSize();
    long packed = Math.max(1, entry.getCompressedSize());
    if (size < 0 || size > max || (size > FREE_GROWTH && size / packed > MAX_RATIO)) {
      throw new LaminaException(
          "%s claims %d bytes, %d packed, which is refused"
              .formatted(entry.getName(), size, packed));
    }
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes((int) size);
      var crc = new CRC32();
      crc.update(bytes);
      if (bytes.length != size || in.read() >= 0 || crc.getValue() != entry.getCrc()) {
        throw new LaminaException(entry.getName() + " is damaged: its checksum is wrong");
      }
      return bytes;
    }
  }

  static void write(OutputStream out, Map<String, byte[]> entries) throws IOException {
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
