package dev.lamina.datasets.images;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The chunks of a WebP file. Reading them never fails; what is cut off is not found. */
final class WebpChunks {

  private static final int HEADER_BYTES = 12;
  private static final int PROFILE_FLAG = 0x20;
  private static final int ANIMATION_FLAG = 0x02;

  private WebpChunks() {}

  /** The EXIF data; null when there are none. */
  static byte @Nullable [] exif(byte[] content) {
    int at = find(content, "EXIF");
    if (at < 0) {
      return null;
    }
    long end = at + 8 + length(content, at);
    if (end > content.length) {
      return null;
    }
    // Some programs copy JPEG's name of the segment too.
    String start =
        new String(content, at + 8, Math.min(6, (int) end - at - 8), StandardCharsets.ISO_8859_1);
    return Arrays.copyOfRange(content, at + 8 + (start.equals("Exif\0\0") ? 6 : 0), (int) end);
  }

  /** Whether the file holds several images, of which none need be as large as the canvas. */
  static boolean isAnimated(byte[] content) {
    int at = find(content, "VP8X");
    return at >= 0 && at + 8 < content.length && (content[at + 8] & ANIMATION_FLAG) != 0;
  }

  /** Whether the file is shorter than it says; the decoder would make something up. */
  static boolean isCutOff(byte[] content) {
    return content.length < HEADER_BYTES || content.length < 8 + length(content, 0);
  }

  /** The same file without its colour profile, which the decoder would apply. */
  static byte[] withoutProfile(byte[] content) {
    int profile = find(content, "ICCP");
    if (profile < 0) {
      return content;
    }
    byte[] copy = content.clone();
    System.arraycopy("none".getBytes(StandardCharsets.US_ASCII), 0, copy, profile, 4);
    int header = find(content, "VP8X");
    if (header >= 0 && header + 8 < content.length) {
      copy[header + 8] &= ~PROFILE_FLAG;
    }
    return copy;
  }

  /** Where the first chunk of this name begins; -1 when there is none. */
  private static int find(byte[] content, String name) {
    long at = HEADER_BYTES;
    while (at + 8 <= content.length) {
      if (new String(content, (int) at, 4, StandardCharsets.ISO_8859_1).equals(name)) {
        return (int) at;
      }
      long length = length(content, (int) at);
      at += 8 + length + (length & 1);
    }
    return -1;
  }

  private static long length(byte[] content, int at) {
    return Integer.toUnsignedLong(
        ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getInt(at + 4));
  }
}
