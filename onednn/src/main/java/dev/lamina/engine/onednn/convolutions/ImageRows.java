package dev.lamina.engine.onednn.convolutions;

import dev.lamina.engine.onednn.primitives.Descriptor;
import dev.lamina.ir.Shape;

/**
 * Images whose rows lie in memory one after the other: channels last, as the host sees them.
 *
 * @param columns pixels in a row
 * @param channels of a pixel
 */
record ImageRows(int columns, int channels) {
  static ImageRows channelsLast(Shape images) {
    return new ImageRows(images.dim(2), images.dim(3));
  }

  /** Whether images {@code (N,C,H,W)} are described like this, however many and however high. */
  boolean describe(Descriptor descriptor) {
    long[] dims = descriptor.dims();
    return dims[1] == channels
        && dims[3] == columns
        && Descriptor.channelBlocks(descriptor.dataType(), 1, dims).isSame(descriptor);
  }

  /** Floats in a row. */
  long floats() {
    return (long) columns * channels;
  }

  /** Bytes of a number of images that are this many rows high. */
  long bytes(long images, int rows) {
    return images * rows * floats() * Float.BYTES;
  }
}
