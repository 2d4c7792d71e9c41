package dev.lamina.datasets;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * The rows of a decoded image as gray or red green blue values from 0 to 255; alpha is left out.
 */
final class PixelRows {

  private final BufferedImage image;
  private final Raster raster;
  private final int width;
  private final int channels;
  private final Layout layout;
  private final int[] pixels;
  private final byte[] bytes;
  private final float grayScale;

  private enum Layout {
    GRAY,
    BYTES,
    ANY
  }

  /** Rows of {@code image} in 1 (gray) or 3 (red green blue) channels. */
  PixelRows(BufferedImage image, int channels) {
    this.image = image;
    this.raster = image.getRaster();
    this.width = image.getWidth();
    this.channels = channels;
    this.layout = layout(image);
    this.pixels = new int[width];
    int stride = layout == Layout.BYTES ? raster.getNumBands() : 0;
    this.bytes = new byte[width * stride];
    this.grayScale = 255f / ((1L << raster.getSampleModel().getSampleSize(0)) - 1);
  }

  private static Layout layout(BufferedImage image) {
    if (image.getRaster().getNumBands() <= 2
        && !(image.getColorModel() instanceof IndexColorModel)) {
      return Layout.GRAY;
    }
    boolean bytes =
        image.getType() == BufferedImage.TYPE_3BYTE_BGR
            || image.getType() == BufferedImage.TYPE_4BYTE_ABGR;
    return bytes ? Layout.BYTES : Layout.ANY;
  }

  /** Writes row {@code y}, pixel by pixel. */
  void read(int y, float[] to) {
    switch (layout) {
      case GRAY -> readGray(y, to);
      case BYTES -> readBytes(y, to);
      case ANY -> readAny(y, to);
    }
  }

  /** Not by {@code getRGB}, which takes stored gray for linear light and so brightens it. */
  private void readGray(int y, float[] to) {
    raster.getSamples(0, y, width, 1, 0, pixels);
    for (int x = 0; x < width; x++) {
      float gray = Math.round(pixels[x] * grayScale);
      put(to, x, gray, gray, gray);
    }
  }

  private void readBytes(int y, float[] to) {
    raster.getDataElements(0, y, width, 1, bytes);
    int stride = raster.getNumBands();
    for (int x = 0; x < width; x++) {
      int at = x * stride;
      put(to, x, bytes[at] & 0xff, bytes[at + 1] & 0xff, bytes[at + 2] & 0xff);
    }
  }

  private void readAny(int y, float[] to) {
    image.getRGB(0, y, width, 1, pixels, 0, width);
    for (int x = 0; x < width; x++) {
      int rgb = pixels[x];
      put(to, x, rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff);
    }
  }

  private void put(float[] to, int x, float red, float green, float blue) {
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
