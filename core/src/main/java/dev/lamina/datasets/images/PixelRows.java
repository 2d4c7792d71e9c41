package dev.lamina.datasets.images;

/**
 * The rows of a decoded image as gray or red green blue values from 0 to 255; alpha is left out.
 */
abstract class PixelRows {

  final int height;
  final int width;
  final int channels;

  /** Rows in 1 (gray) or 3 (red green blue) channels. */
  PixelRows(int height, int width, int channels) {
    this.height = height;
    this.width = width;
    this.channels = channels;
  }

  /** Writes row {@code y}, pixel by pixel. */
  abstract void read(int y, float[] to);

  /** Writes pixel {@code x} of a row. */
  final void put(float[] to, int x, float red, float green, float blue) {
    if (channels == 1) {
      // ITU-R BT.601, as in JPEG; equal channels must stay what they are.
      to[x] = red == green && green == blue ? red : 0.299f * red + 0.587f * green + 0.114f * blue;
    } else {
      to[3 * x] = red;
      to[3 * x + 1] = green;
      to[3 * x + 2] = blue;
    }
  }
}
