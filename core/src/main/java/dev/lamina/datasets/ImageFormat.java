package dev.lamina.datasets;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The image formats that are read, told by a file's first bytes, as names often lie. */
enum ImageFormat {
  PNG("89504e47"),
  JPEG("ffd8ff"),
  GIF("474946"),
  BMP("424d");

  private static final List<String> SUFFIXES = List.of(".png", ".jpg", ".jpeg", ".bmp", ".gif");

  /** The first bytes, in hexadecimal. */
  private final String magic;

  ImageFormat(String magic) {
    this.magic = magic;
  }

  static Optional<ImageFormat> of(byte[] content) {
    String start = HexFormat.of().formatHex(content, 0, Math.min(4, content.length));
    return Arrays.stream(values()).filter(format -> start.startsWith(format.magic)).findFirst();
  }

  /** Whether a file's name looks like an image of one of these formats. */
  static boolean hasSuffix(String fileName) {
    String lower = fileName.toLowerCase(Locale.ROOT);
    return !fileName.startsWith(".") && SUFFIXES.stream().anyMatch(lower::endsWith);
  }
}
