package dev.lamina.datasets.images;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;

/** The rows of a GIF's canvas, with its first frame on it, as Pillow composes them. */
final class FramedRows extends PixelRows {

  private final ImageRows frame;
  private final GifScreen screen;
  private final float[] background;
  private final float[] row;

  FramedRows(BufferedImage frame, GifScreen screen, int channels) {
    super(screen.height(), screen.width(), channels);
    this.frame = new ImageRows(frame, channels);
    this.screen = screen;
    this.background = new float[width * channels];
    this.row = new float[frame.getWidth() * channels];
    int rgb = 0;
    if (frame.getColorModel() instanceof IndexColorModel model) {
      rgb = model.getRGB(Math.max(0, model.getTransparentPixel()));
    }
    for (int x = 0; x < width; x++) {
      put(background, x, (rgb >> 16) & 0xff, (rgb >> 8) & 0xff, rgb & 0xff);
    }
  }

  @Override
  void read(int y, float[] to) {
    System.arraycopy(background, 0, to, 0, background.length);
    int inFrame = y - screen.top();
    if (inFrame >= 0 && inFrame < frame.height) {
      frame.read(inFrame, row);
      System.arraycopy(row, 0, to, screen.left() * channels, row.length);
    }
  }
}
