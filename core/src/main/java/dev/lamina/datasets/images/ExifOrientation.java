package dev.lamina.datasets.images;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * How an image must be turned to stand upright, as its EXIF data say. Where they say nothing, or
 * nothing that makes sense, it stays as it is: reading them never fails.
 */
enum ExifOrientation {
  UPRIGHT(false, false, false),
  MIRRORED(false, false, true),
  UPSIDE_DOWN(false, true, true),
  MIRRORED_UPSIDE_DOWN(false, true, false),
  TRANSPOSED(true, false, false),
  ON_ITS_LEFT_SIDE(true, false, true),
  TRANSVERSED(true, true, true),
  ON_ITS_RIGHT_SIDE(true, true, false);

  private static final int TAG = 0x0112;
  private static final int UNSIGNED_SHORT = 3;
  private static final int ENTRY_BYTES = 12;

  /** Whether rows become columns; the flips come after. */
  private final boolean swapsAxes;

  private final boolean flipsRows;
  private final boolean flipsColumns;

  ExifOrientation(boolean swapsAxes, boolean flipsRows, boolean flipsColumns) {
    this.swapsAxes = swapsAxes;
    this.flipsRows = flipsRows;
    this.flipsColumns = flipsColumns;
  }

  /** The orientation that an image file's first directory of EXIF data names. */
  static ExifOrientation of(ImageFormat format, byte[] content) {
    byte[] exif =
        switch (format) {
          case JPEG -> new JpegHeader(content).exif();
          case PNG -> PngChunks.exif(content);
          case WEBP -> WebpChunks.exif(content);
          case GIF, BMP -> null;
        };
    return of(exif);
  }

  private static ExifOrientation of(byte @Nullable [] exif) {
    if (exif == null || exif.length < 8 || exif[0] != exif[1]) {
      return UPRIGHT;
    }
    ByteBuffer buffer = ByteBuffer.wrap(exif);
    switch (exif[0]) {
      case 'I' -> buffer.order(ByteOrder.LITTLE_ENDIAN);
      case 'M' -> buffer.order(ByteOrder.BIG_ENDIAN);
      default -> {
        return UPRIGHT;
      }
    }
    long directory = Integer.toUnsignedLong(buffer.getInt(4));
    if (buffer.getChar(2) != 42 || directory > exif.length - 2) {
      return UPRIGHT;
    }
    int entries = buffer.getChar((int) directory);
    for (int i = 0; i < entries; i++) {
      int at = (int) directory + 2 + i * ENTRY_BYTES;
      if (at + ENTRY_BYTES > exif.length) {
        return UPRIGHT;
      }
      if (buffer.getChar(at) == TAG) {
        int value = buffer.getChar(at + 2) == UNSIGNED_SHORT ? buffer.getChar(at + 8) : 0;
        return value >= 1 && value <= 8 ? values()[value - 1] : UPRIGHT;
      }
    }
    return UPRIGHT;
  }

  /** Whether the upright image is as wide as the stored one is high. */
  boolean swapsAxes() {
    return swapsAxes;
  }

  /**
   * Turns a stored image.
   *
   * @param stored pixels of {@code channels} bytes each
   * @param height that of the result
   * @param width that of the result
   */
  byte[] apply(byte[] stored, int height, int width, int channels) {
    if (this == UPRIGHT) {
      return stored;
    }
    byte[] turned = new byte[stored.length];
    int to = 0;
    for (int y = 0; y < height; y++) {
      int row = flipsRows ? height - 1 - y : y;
      for (int x = 0; x < width; x++) {
        int column = flipsColumns ? width - 1 - x : x;
        int from = (swapsAxes ? column * height + row : row * width + column) * channels;
        for (int c = 0; c < channels; c++) {
          turned[to++] = stored[from + c];
        }
      }
    }
    return turned;
  }
}
