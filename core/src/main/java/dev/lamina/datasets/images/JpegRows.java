package dev.lamina.datasets.images;

import java.awt.image.Raster;
import java.util.Arrays;

/** The rows of a JPEG image from its components as they are stored. */
final class JpegRows extends PixelRows {

  private final Raster raster;
  private final JpegColors colors;
  private final int stride;
  private final byte[] bytes;
  private final int[] pixels;
  private final int[] neighbour;
  private final boolean interpolated;

  /**
   * Rows of a decoded image.
   *
   * @param halfHeight whether two rows share a row of colours
   */
  JpegRows(Raster raster, JpegColors colors, boolean halfHeight, int channels) {
    super(raster.getHeight(), raster.getWidth(), channels);
    this.raster = raster;
    this.colors = colors;
    this.stride = raster.getNumBands();
    this.bytes = new byte[width * stride];
    this.pixels = new int[width * stride];
    this.neighbour = new int[width * stride];
    this.interpolated = halfHeight && colors == JpegColors.YCBCR && repeatsColours();
  }

  /**
   * Whether the decoder has repeated rows of colours, as those of most Java versions do; others
   * interpolate, as they all do between columns.
   */
  private boolean repeatsColours() {
    for (int y = 0; y + 1 < height; y += 2) {
      readStored(y, pixels);
      readStored(y + 1, neighbour);
      for (int i = 0; i < pixels.length; i += stride) {
        if (!Arrays.equals(pixels, i + 1, i + 3, neighbour, i + 1, i + 3)) {
          return false;
        }
      }
    }
    return true;
  }

  @Override
  void read(int y, float[] to) {
    readStored(y, pixels);
    if (interpolated) {
      interpolate(y);
    }
    for (int x = 0; x < width; x++) {
      int at = x * stride;
      colors.toRgb(pixels, at);
      if (stride < 3) {
        put(to, x, pixels[at], pixels[at], pixels[at]);
      } else {
        put(to, x, pixels[at], pixels[at + 1], pixels[at + 2]);
      }
    }
  }

  private void readStored(int y, int[] to) {
    raster.getDataElements(0, y, width, 1, bytes);
    for (int i = 0; i < bytes.length; i++) {
      to[i] = bytes[i] & 0xff;
    }
  }

  /**
   * Three parts of the row's own colours and one of the nearest others, rounded as libjpeg does.
   */
  private void interpolate(int y) {
    boolean isUpper = y % 2 == 0;
    int other = isUpper ? Math.max(0, y - 1) : Math.min(height - 1, y + 1);
    readStored(other, neighbour);
    int rounding = isUpper ? 1 : 2;
    for (int x = 0; x < width; x++) {
      for (int i = x * stride + 1; i < x * stride + 3; i++) {
        pixels[i] = (3 * pixels[i] + neighbour[i] + rounding) >> 2;
      }
    }
  }
}
