package dev.lamina.datasets.images;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What stands before the first scan of a JPEG file. Reading it never fails: where the segments make
 * no sense it ends, and the decoder says what is wrong.
 */
final class JpegHeader {

  private static final int MARKER = 0xff;
  private static final int START_OF_SCAN = 0xda;
  private static final int APPLICATION_0 = 0xe0;
  private static final int APPLICATION_1 = 0xe1;
  private static final int APPLICATION_14 = 0xee;
  private static final int APPLICATION_15 = 0xef;
  private static final int COMMENT = 0xfe;

  private final byte[] content;

  /** Where the first scan begins, or what cannot be read as segments. */
  private final int end;

  /** A part of the content behind a marker and its length. */
  private record Segment(int marker, int from, int to) {}

  JpegHeader(byte[] content) {
    this.content = content;
    int[] end = {2};
    this.<Boolean>find(
        segment -> {
          end[0] = segment.to();
          return null;
        });
    this.end = end[0];
  }

  /** What the function makes of the first segment that it answers for. */
  private <T> @Nullable T find(Function<Segment, @Nullable T> function) {
    int at = marker(2);
    while (at + 3 <= content.length) {
      int marker = unsigned(at);
      int length = (unsigned(at + 1) << 8) | unsigned(at + 2);
      boolean isSegment = marker >= 0xc0 && (marker < 0xd0 || marker > 0xd9);
      if (!isSegment || marker == START_OF_SCAN || length < 2 || at + 1 + length > content.length) {
        return null;
      }
      T found = function.apply(new Segment(marker, at + 3, at + 1 + length));
      if (found != null) {
        return found;
      }
      at = marker(at + 1 + length);
    }
    return null;
  }

  /**
   * Where the next marker's second byte is. Fillers, and what does not belong there, are passed.
   */
  private int marker(int from) {
    int at = from;
    while (at < content.length
        && (unsigned(at) == MARKER || unsigned(at) == 0 || unsigned(at - 1) != MARKER)) {
      at++;
    }
    return at;
  }

  private int unsigned(int at) {
    return content[at] & 0xff;
  }

  private boolean startsWith(Segment segment, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    int to = segment.from() + bytes.length;
    return to <= segment.to() && Arrays.equals(content, segment.from(), to, bytes, 0, bytes.length);
  }

  /** The content of the EXIF segment; null when there is none. */
  byte @Nullable [] exif() {
    return find(
        segment ->
            segment.marker() == APPLICATION_1 && startsWith(segment, "Exif\0\0")
                ? Arrays.copyOfRange(content, segment.from() + 6, segment.to())
                : null);
  }

  /**
   * What the components of the image mean, by the rules of libjpeg. Java's own guess differs for
   * files without a JFIF or Adobe segment.
   *
   * @param count how many components there are
   */
  JpegColors colors(int count) {
    int transform = adobeTransform();
    if (count == 3) {
      return isRgb(transform) ? JpegColors.RGB : JpegColors.YCBCR;
    }
    if (count == 4) {
      return switch (transform) {
        case -1 -> JpegColors.CMYK;
        case 0 -> JpegColors.INVERTED_CMYK;
        default -> JpegColors.INVERTED_YCCK;
      };
    }
    return JpegColors.GRAY;
  }

  private boolean isRgb(int transform) {
    Boolean hasJfif =
        find(
            segment -> {
              boolean isJfif = segment.marker() == APPLICATION_0 && startsWith(segment, "JFIF\0");
              return isJfif ? Boolean.TRUE : null;
            });
    if (hasJfif != null) {
      return false;
    }
    if (transform < 0) {
      return "RGB".equals(componentNames());
    }
    return transform == 0;
  }

  /** The colour transform that the Adobe segment names; -1 without such a segment. */
  private int adobeTransform() {
    Integer transform =
        find(
            segment -> {
              boolean isAdobe =
                  segment.marker() == APPLICATION_14
                      && startsWith(segment, "Adobe")
                      && segment.to() - segment.from() >= 12;
              return isAdobe ? unsigned(segment.from() + 11) : null;
            });
    return transform == null ? -1 : transform;
  }

  private @Nullable String componentNames() {
    Segment frame = colourFrame();
    if (frame == null) {
      return null;
    }
    char[] names = new char[3];
    for (int i = 0; i < 3; i++) {
      names[i] = (char) unsigned(frame.from() + 6 + 3 * i);
    }
    return new String(names);
  }

  /** Whether the second and third of three components have half as many rows as the first. */
  boolean hasColoursOfHalfHeight() {
    Segment frame = colourFrame();
    if (frame == null) {
      return false;
    }
    int first = unsigned(frame.from() + 7);
    int second = unsigned(frame.from() + 10);
    int third = unsigned(frame.from() + 13);
    boolean sameColumns = first >> 4 == second >> 4;
    return second == third && sameColumns && (first & 15) == 2 * (second & 15);
  }

  /** The frame's header, if it is one of three components. */
  private @Nullable Segment colourFrame() {
    return find(
        segment -> {
          boolean isFrame = segment.marker() >= 0xc0 && segment.marker() <= 0xc2;
          return isFrame && segment.to() - segment.from() == 15 ? segment : null;
        });
  }

  /**
   * The same file without thumbnails, colour profiles, comments and whatever else the pixels do not
   * depend on, so that the decoder neither applies it nor stumbles over it.
   */
  byte[] withoutMetadata() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(content.length);
    out.write(content, 0, 2);
    this.<Boolean>find(
        segment -> {
          boolean isMetadata =
              (segment.marker() >= APPLICATION_0 && segment.marker() <= APPLICATION_15)
                  || segment.marker() == COMMENT;
          if (!isMetadata) {
            out.write(MARKER);
            out.write(content, segment.from() - 3, segment.to() - segment.from() + 3);
          }
          return null;
        });
    out.write(content, end, content.length - end);
    return out.toByteArray();
  }
}
