package dev.lamina.datasets.images;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * The rows of an image from its samples as they are stored: colour profiles and gamma are not
 * applied, and of 16 bits the upper 8 count.
 */
public final class ImageRows extends PixelRows {

  private final BufferedImage image;
  private final Raster raster;
  private final Layout layout;
  private final int bands;
  private final int[] pixels;
  private final byte[] bytes;
  private final int[] palette;
  private final int[] bits;

  private enum Layout {
    GRAY,
    PALETTE,
    BYTES,
    SAMPLES,
    /** By the image's own rules; decoders never give such an image, but people may. */
    CONVERTED
  }

  /** The rows of a decoded image, with so many channels. */
  public ImageRows(BufferedImage image, int channels) {
    super(image.getHeight(), image.getWidth(), channels);
    this.image = image;
    this.raster = image.getRaster();
    this.layout = layout(image);
    this.bands = raster.getNumBands();
    this.pixels = new int[layout == Layout.SAMPLES ? width * bands : width];
    this.bytes = new byte[layout == Layout.BYTES ? width * bands : 0];
    this.palette = palette(image.getColorModel());
    this.bits = raster.getSampleModel().getSampleSize();
  }

  private static Layout layout(BufferedImage image) {
    ColorModel model = image.getColorModel();
    if (model instanceof IndexColorModel) {
      return Layout.PALETTE;
    }
    int space = model.getColorSpace().getType();
    if (model.isAlphaPremultiplied()
        || (space != ColorSpace.TYPE_GRAY && space != ColorSpace.TYPE_RGB)) {
      return Layout.CONVERTED;
    }
    if (space == ColorSpace.TYPE_GRAY) {
      return Layout.GRAY;
    }
    boolean bytes =
        image.getType() == BufferedImage.TYPE_3BYTE_BGR
            || image.getType() == BufferedImage.TYPE_4BYTE_ABGR;
    return bytes ? Layout.BYTES : Layout.SAMPLES;
  }

  /** The colours by index, or none. */
  static int[] palette(ColorModel model) {
    if (model instanceof IndexColorModel indexed) {
      int[] colours = new int[indexed.getMapSize()];
      indexed.getRGBs(colours);
      return colours;
    }
    return new int[0];
  }

  @Override
  void read(int y, float[] to) {
    switch (layout) {
      case GRAY -> readGray(y, to);
      case PALETTE -> readPalette(y, to);
      case BYTES -> readBytes(y, to);
      case SAMPLES -> readSamples(y, to);
      case CONVERTED -> readConverted(y, to);
    }
  }

  /** Not by {@code getRGB}, which takes stored gray for linear light and so brightens it. */
  private void readGray(int y, float[] to) {
    raster.getSamples(0, y, width, 1, 0, pixels);
    for (int x = 0; x < width; x++) {
      int gray = toByte(pixels[x], bits[0]);
      put(to, x, gray, gray, gray);
    }
  }

  private void readPalette(int y, float[] to) {
    raster.getSamples(0, y, width, 1, 0, pixels);
    for (int x = 0; x < width; x++) {
      if (pixels[x] >= palette.length) {
        throw new IllegalStateException(
            "a pixel has colour %d of a palette of %d".formatted(pixels[x], palette.length));
      }
      putColour(to, x, palette[pixels[x]]);
    }
  }

  private void readBytes(int y, float[] to) {
    raster.getDataElements(0, y, width, 1, bytes);
    for (int x = 0; x < width; x++) {
      int at = x * bands;
      put(to, x, bytes[at] & 0xff, bytes[at + 1] & 0xff, bytes[at + 2] & 0xff);
    }
  }

  private void readSamples(int y, float[] to) {
    raster.getPixels(0, y, width, 1, pixels);
    for (int x = 0; x < width; x++) {
      int at = x * bands;
      put(
          to,
          x,
          toByte(pixels[at], bits[0]),
          toByte(pixels[at + 1], bits[1]),
          toByte(pixels[at + 2], bits[2]));
    }
  }

  private void readConverted(int y, float[] to) {
    image.getRGB(0, y, width, 1, pixels, 0, width);
    for (int x = 0; x < width; x++) {
      putColour(to, x, pixels[x]);
    }
  }

  private void putColour(float[] to, int x, int rgb) {
    put(to, x, (rgb >> 16) & 0xff, (rgb >> 8) & 0xff, rgb & 0xff);
  }

  private static int toByte(int sample, int bits) {
    return bits >= 8 ? sample >> (bits - 8) : sample * 255 / ((1 << bits) - 1);
  }
}
