package dev.lamina.datasets.images;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;

/** The image formats that are read, told by a file's first bytes, as names often lie. */
enum ImageFormat {
  PNG("89504e47", ".png"),
  JPEG("ffd8ff", ".jpg .jpeg .jpe .jfif"),
  GIF("474946", ".gif"),
  BMP("424d", ".bmp"),
  /** Only with a plug-in, such as the module {@code lamina-webp} brings. */
  WEBP("52494646........57454250", ".webp");

  private static final int LONGEST_MAGIC = 12;

  /** The first bytes, in hexadecimal, with dots for those that differ from file to file. */
  private final String magic;

  /** The ends of file names, with spaces between them. */
  private final String suffixes;

  ImageFormat(String magic, String suffixes) {
    this.magic = magic;
    this.suffixes = suffixes;
  }

  static Optional<ImageFormat> of(byte[] content) {
    int length = Math.min(LONGEST_MAGIC, content.length);
    String start = HexFormat.of().formatHex(content, 0, length);
    return Arrays.stream(values()).filter(format -> format.isStart(start)).findFirst();
  }

  private boolean isStart(String hex) {
    for (int i = 0; i < magic.length(); i++) {
      char expected = magic.charAt(i);
      if (i >= hex.length() || (expected != '.' && expected != hex.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether this Java, with the plug-ins on its class path, reads the format. */
  boolean isReadable() {
    return this != WEBP || ImageIO.getImageReadersByFormatName("webp").hasNext();
  }

  /** Whether a file's name looks like an image of a format that is read. */
  static boolean hasSuffix(String fileName) {
    if (fileName.startsWith(".")) {
      return false;
    }
    String suffix = suffix(fileName);
    return Arrays.stream(values())
        .anyMatch(
            format -> List.of(format.suffixes.split(" ")).contains(suffix) && format.isReadable());
  }

  /** The end of a name from its last dot on, in small letters; empty when there is none. */
  static String suffix(String fileName) {
    int dot = fileName.lastIndexOf('.');
    return dot < 0 ? "" : fileName.substring(dot).toLowerCase(Locale.ROOT);
  }
}
