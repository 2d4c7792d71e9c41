package dev.lamina.datasets.images;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The chunks of a PNG file. Reading them never fails; what is cut off is not found. */
final class PngChunks {

  private static final int SIGNATURE_BYTES = 8;
  private static final int EXIF = 0x65584966; // eXIf

  private PngChunks() {}

  /** The EXIF data; null when there are none. */
  static byte @Nullable [] exif(byte[] content) {
    ByteBuffer buffer = ByteBuffer.wrap(content);
    long at = SIGNATURE_BYTES;
    while (at + 8 <= content.length) {
      long end = at + 8 + Integer.toUnsignedLong(buffer.getInt((int) at));
      if (buffer.getInt((int) at + 4) == EXIF) {
        return end > content.length ? null : Arrays.copyOfRange(content, (int) at + 8, (int) end);
      }
      at = end + 4;
    }
    return null;
  }
}
