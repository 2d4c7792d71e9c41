package dev.lamina.keras.zip;

import dev.lamina.LaminaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads the entries of a zip file. Before any is read, each one's own header is compared with the
 * directory, and each byte belongs to one entry at most: so no reading takes more than the file
 * has.
 */
final class ZipContents {
  private static final int HEADER = 0x04034b50;
  private static final int HEADER_BYTES = 30;
  private static final int CHUNK = 1 << 16;

  private final ZipBytes file;

  private ZipContents(ZipBytes file) {
    this.file = file;
  }

  /** Where an entry's bytes are. */
  private record Extent(ZipItem item, long start) {
    long end() {
      return start + item.packed();
    }
  }

  /** Checks all entries. */
  static ZipContents of(ZipBytes file, ZipEnd end, List<ZipItem> items) throws IOException {
    ZipContents contents = new ZipContents(file);
    List<Extent> extents = new ArrayList<>();
    for (ZipItem item : items) {
      long start = contents.start(item);
      if (item.packed() > end.start() - start) {
        throw ZipBytes.damaged("%s reaches into the directory".formatted(item.name()));
      }
      extents.add(new Extent(item, start));
    }
    extents.sort(Comparator.comparingLong(extent -> extent.item().header()));
    for (int i = 1; i < extents.size(); i++) {
      if (extents.get(i).item().header() < extents.get(i - 1).end()) {
        throw new LaminaException(
            "the archive's entries %s and %s overlap"
                .formatted(extents.get(i - 1).item().name(), extents.get(i).item().name()));
      }
    }
    return contents;
  }

  /** Where the content begins: behind a header that says what the directory says. */
  private long start(ZipItem item) throws IOException {
    String what = "the header of " + item.name();
    ByteBuffer header = file.read(item.header(), HEADER_BYTES, what);
    int nameBytes = Short.toUnsignedInt(header.getShort(26));
    int extraBytes = Short.toUnsignedInt(header.getShort(28));
    ByteBuffer rest = file.read(item.header() + HEADER_BYTES, nameBytes + extraBytes, what);
    byte[] name = new byte[nameBytes];
    rest.get(name);
    if (header.getInt(0) != HEADER
        || Short.toUnsignedInt(header.getShort(6)) != item.flags()
        || Short.toUnsignedInt(header.getShort(8)) != item.method()
        || !ZipDirectory.decode(name, item.flags()).equals(item.name())) {
      throw disagree(item);
    }
    Zip64Field large =
        Zip64Field.of(item.name(), rest.slice(nameBytes, extraBytes).order(header.order()));
    long size = large.next(header.getInt(22));
    long packed = large.next(header.getInt(18));
    int crc = header.getInt(14);
    boolean same = size == item.size() && packed == item.packed() && crc == item.crc();
    boolean isLeftOpen = item.isStreamed() && size == 0 && packed == 0 && crc == 0;
    if (!same && !isLeftOpen) {
      throw disagree(item);
    }
    return item.header() + HEADER_BYTES + nameBytes + extraBytes;
  }

  private static LaminaException disagree(ZipItem item) {
    return ZipBytes.damaged("%s: its own header and the directory disagree".formatted(item.name()));
  }

  /** The content of an entry, whose size the caller has found acceptable. */
  byte[] read(ZipItem item) throws IOException {
    long start = start(item);
    byte[] content = new byte[Math.toIntExact(item.size())];
    if (item.isStored()) {
      file.read(start, content, item.name());
    } else {
      inflate(item, start, content);
    }
    CRC32 crc = new CRC32();
    crc.update(content);
    if ((int) crc.getValue() != item.crc()) {
      throw new LaminaException(item.name() + " is damaged: its checksum is wrong");
    }
    return content;
  }

  private void inflate(ZipItem item, long start, byte[] content) throws IOException {
    Inflater inflater = new Inflater(true);
    try {
      long next = start;
      long end = start + item.packed();
      int done = 0;
      byte[] beyond = new byte[1];
      while (!inflater.finished()) {
        if (inflater.needsInput()) {
          int length = (int) Math.min(CHUNK, end - next);
          if (length == 0) {
            throw sizes(item);
          }
          inflater.setInput(file.read(next, length, item.name()));
          next += length;
        }
        int count =
            done < content.length
                ? inflater.inflate(content, done, content.length - done)
                : -inflater.inflate(beyond);
        if (count < 0 || inflater.needsDictionary()) {
          throw sizes(item);
        }
        done += count;
      }
      if (done < content.length || next < end || inflater.getRemaining() > 0) {
        throw sizes(item);
      }
    } catch (DataFormatException e) {
      throw ZipBytes.damaged("%s cannot be unpacked: %s".formatted(item.name(), e.getMessage()));
    } finally {
      inflater.end();
    }
  }

  private static LaminaException sizes(ZipItem item) {
    return new LaminaException(
        "%s is damaged: unpacked it does not have the %d bytes that it claims"
            .formatted(item.name(), item.size()));
  }
}
