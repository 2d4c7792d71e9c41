package dev.lamina.keras.zip;

/**
 * What the directory of a zip file says of one entry.
 *
 * @param flags the general purpose bits
 * @param method {@link #STORED} or {@link #DEFLATED}
 * @param crc the checksum of the content
 * @param packed the bytes it takes in the file
 * @param size the bytes it has
 * @param header where its own header is
 */
record ZipItem(String name, int flags, int method, int crc, long packed, long size, long header) {
  static final int STORED = 0;
  static final int DEFLATED = 8;

  /** The flag of content whose length the writer learned last: its header may have zeros. */
  static final int STREAMED = 1 << 3;

  boolean isStreamed() {
    return (flags & STREAMED) != 0;
  }

  boolean isStored() {
    return method == STORED;
  }
}
