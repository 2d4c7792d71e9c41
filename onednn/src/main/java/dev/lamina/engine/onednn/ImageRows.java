package dev.lamina.engine.onednn;

import java.util.Optional;

/**
 * Images whose rows lie in memory one after the other: in each image there are planes of some of
 * its channels, in each plane the rows, in each row the pixels, each with the plane's channels.
 *
 * @param block channels of a plane; 1 stands for channels last, where one plane holds all
 * @param planes planes of an image
 * @param rowFloats floats in a row
 */
record ImageRows(int block, int planes, long rowFloats) {
  private static final int[] BLOCKS = {16, 8, 4, 1};

  /** If images {@code (N,C,H,W)} are described like this. */
  static Optional<ImageRows> of(Descriptor descriptor) {
    long[] dims = descriptor.dims();
    for (int block : BLOCKS) {
      if (Descriptor.channelBlocks(descriptor.dataType(), block, dims).isSame(descriptor)) {
        int channels = (int) dims[1];
        int planes = block == 1 ? 1 : (channels + block - 1) / block;
        return Optional.of(new ImageRows(block, planes, dims[3] * (block == 1 ? channels : block)));
      }
    }
    return Optional.empty();
  }

  /** The same layout for images of other sizes with as many channels and columns. */
  Descriptor descriptor(int dataType, long... dims) {
    return Descriptor.channelBlocks(dataType, block, dims);
  }

  /** Bytes of a number of images that are this many rows high. */
  long bytes(long images, int rows) {
    return images * planes * rows * rowFloats * Float.BYTES;
  }
}
