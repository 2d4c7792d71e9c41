package dev.lamina.keras.zip;

import dev.lamina.LaminaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the directory of a zip file, where each entry stands once under its own name. */
final class ZipDirectory {
  private static final int HEADER = 0x02014b50;
  private static final int HEADER_BYTES = 46;
  private static final int MAX_ENTRIES = 1000;
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_NAME = 512;
  private static final int UTF_8 = 1 << 11;
  // How hard it was compressed, and those that ZipItem knows. Encryption is among the others.
  private static final int KNOWN_FLAGS = 1 << 1 | 1 << 2 | ZipItem.STREAMED | UTF_8;

  private ZipDirectory() {}

  static List<ZipItem> read(ZipBytes file, ZipEnd end) throws IOException {
    if (end.entries() > MAX_ENTRIES) {
      throw new LaminaException(
          "the archive has %d entries, at most %d are read".formatted(end.entries(), MAX_ENTRIES));
    }
    if (end.size() > MAX_BYTES) {
      throw new LaminaException(
          "the archive's directory has %d bytes, at most %d are read"
              .formatted(end.size(), MAX_BYTES));
    }
    ByteBuffer directory = file.read(end.start(), (int) end.size(), "its directory");
    List<ZipItem> items = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < end.entries(); i++) {
      ZipItem item = item(directory);
      if (!names.add(item.name())) {
        throw new LaminaException("the archive holds %s twice".formatted(item.name()));
      }
      items.add(item);
    }
    if (directory.hasRemaining()) {
      throw ZipBytes.damaged("there is more in its directory than its end record says");
    }
    return items;
  }

  private static ZipItem item(ByteBuffer directory) {
    int start = directory.position();
    if (directory.remaining() < HEADER_BYTES || directory.getInt(start) != HEADER) {
      throw ZipBytes.damaged("there is less in its directory than its end record says");
    }
    int flags = unsigned(directory, start + 8);
    int method = unsigned(directory, start + 10);
    int nameBytes = unsigned(directory, start + 28);
    int extraBytes = unsigned(directory, start + 30);
    int commentBytes = unsigned(directory, start + 32);
    directory.position(start + HEADER_BYTES);
    if (nameBytes + extraBytes + commentBytes > directory.remaining()) {
      throw ZipBytes.damaged("an entry leaves its directory");
    }
    String name = name(directory, nameBytes, flags);
    if ((flags & ~KNOWN_FLAGS) != 0) {
      throw new LaminaException("%s is encrypted, or packed in an unknown way".formatted(name));
    }
    if (method != ZipItem.STORED && method != ZipItem.DEFLATED) {
      throw new LaminaException(
          "%s is compressed by method %d; only deflate is read".formatted(name, method));
    }
    Zip64Field large = Zip64Field.of(name, take(directory, extraBytes));
    take(directory, commentBytes);
    long size = large.next(directory.getInt(start + 24));
    long packed = large.next(directory.getInt(start + 20));
    long header = large.next(directory.getInt(start + 42));
    if (unsigned(directory, start + 34) != 0) {
      throw ZipBytes.damaged("%s is in another file".formatted(name));
    }
    if (method == ZipItem.STORED && packed != size) {
      throw ZipBytes.damaged(
          "%s is not compressed, yet %d bytes take %d".formatted(name, size, packed));
    }
    return new ZipItem(name, flags, method, directory.getInt(start + 16), packed, size, header);
  }

  private static ByteBuffer take(ByteBuffer directory, int bytes) {
    ByteBuffer taken = directory.slice(directory.position(), bytes).order(directory.order());
    directory.position(directory.position() + bytes);
    return taken;
  }

  /** A name that can be shown and compared. */
  private static String name(ByteBuffer directory, int bytes, int flags) {
    if (bytes == 0 || bytes > MAX_NAME) {
      throw new LaminaException(
          "an entry of the archive has a name of %d bytes, expected 1 to %d"
              .formatted(bytes, MAX_NAME));
    }
    byte[] encoded = new byte[bytes];
    take(directory, bytes).get(encoded);
    String name = decode(encoded, flags);
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw new LaminaException(
          "the archive's entry \"%s\" has control characters in its name"
              .formatted(name.replaceAll("\\p{Cntrl}", "?")));
    }
    return name;
  }

  /** As both headers of an entry hold it. */
  static String decode(byte[] name, int flags) {
    Charset charset = (flags & UTF_8) != 0 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
    return new String(name, charset);
  }

  private static int unsigned(ByteBuffer bytes, int at) {
    return Short.toUnsignedInt(bytes.getShort(at));
  }
}
