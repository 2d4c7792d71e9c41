package dev.lamina.keras.zip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What stands at the end of a zip file: where the directory is. The directory must end where this
 * begins.
 *
 * @param entries the number of entries
 * @param start where the directory begins
 * @param size its bytes
 */
record ZipEnd(long entries, long start, long size) {
  private static final int END = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int MAX_COMMENT = 0xFFFF;
  private static final int LOCATOR = 0x07064b50;
  private static final int LOCATOR_BYTES = 20;
  private static final int END64 = 0x06064b50;
  private static final int END64_BYTES = 56;

  static ZipEnd read(ZipBytes file) throws IOException {
    int length = (int) Math.min(file.size(), END_BYTES + MAX_COMMENT);
    ByteBuffer tail = file.read(file.size() - length, length, "its end");
    for (int at = length - END_BYTES; at >= 0; at--) {
      int comment = length - at - END_BYTES;
      if (tail.getInt(at) == END && unsigned(tail, at + 20) == comment) {
        long position = file.size() - length + at;
        return read(file, tail.slice(at, END_BYTES).order(ByteOrder.LITTLE_ENDIAN), position);
      }
    }
    throw ZipBytes.damaged("it has no end record");
  }

  private static ZipEnd read(ZipBytes file, ByteBuffer end, long position) throws IOException {
    int entries = unsigned(end, 10);
    long size = Integer.toUnsignedLong(end.getInt(12));
    long start = Integer.toUnsignedLong(end.getInt(16));
    requireOneDisk(unsigned(end, 4) == 0 && unsigned(end, 6) == 0 && unsigned(end, 8) == entries);
    ZipEnd small = new ZipEnd(entries, start, size);
    long locator = position - LOCATOR_BYTES;
    if (locator >= 0) {
      ByteBuffer bytes = file.read(locator, LOCATOR_BYTES, "its zip64 locator");
      if (bytes.getInt(0) == LOCATOR) {
        requireOneDisk(bytes.getInt(4) == 0 && bytes.getInt(16) <= 1);
        return small.requireSame(read64(file, bytes.getLong(8), locator));
      }
    }
    if (entries == 0xFFFF || size == 0xFFFF_FFFFL || start == 0xFFFF_FFFFL) {
      throw ZipBytes.damaged("it lacks the zip64 record that its end record points to");
    }
    return small.requireBefore(position);
  }

  private static ZipEnd read64(ZipBytes file, long position, long locator) throws IOException {
    ByteBuffer end = file.read(position, END64_BYTES, "its zip64 record");
    // The record's length leaves out the 12 bytes before it ends.
    if (end.getInt(0) != END64 || end.getLong(4) != locator - position - 12) {
      throw ZipBytes.damaged("its zip64 record is not where its end says");
    }
    long entries = end.getLong(32);
    requireOneDisk(end.getInt(16) == 0 && end.getInt(20) == 0 && end.getLong(24) == entries);
    return new ZipEnd(entries, end.getLong(48), end.getLong(40)).requireBefore(position);
  }

  private static void requireOneDisk(boolean isOne) {
    if (!isOne) {
      throw ZipBytes.damaged("it is a part of an archive in several files");
    }
  }

  /** The larger record; this one has the same values, or stands for it. */
  private ZipEnd requireSame(ZipEnd large) {
    if ((entries != 0xFFFF && entries != large.entries)
        || (size != 0xFFFF_FFFFL && size != large.size)
        || (start != 0xFFFF_FFFFL && start != large.start)) {
      throw ZipBytes.damaged("its two end records disagree");
    }
    return large;
  }

  private ZipEnd requireBefore(long position) {
    if (entries < 0 || size < 0 || start < 0 || start > position || size != position - start) {
      throw ZipBytes.damaged("its directory does not end where its end record begins");
    }
    return this;
  }

  private static int unsigned(ByteBuffer bytes, int at) {
    return Short.toUnsignedInt(bytes.getShort(at));
  }
}
