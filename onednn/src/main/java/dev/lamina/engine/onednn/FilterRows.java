package dev.lamina.engine.onednn;

/**
 * How the rows of filters lie in memory: in each of some blocks, the taps' rows one after the
 * other.
 *
 * @param blocks how many blocks there are
 * @param rowFloats floats in a row of a block
 */
record FilterRows(int blocks, long rowFloats) {
  private static final int HEIGHT = 2;

  /** Whether filters {@code (F,C,KH,KW)} lie like this. */
  static boolean fit(Descriptor descriptor) {
    return descriptor.isTransparent() && descriptor.stretches(HEIGHT).size() == 1;
  }

  static FilterRows of(Descriptor descriptor) {
    long rowFloats = descriptor.stretches(HEIGHT).get(0).stride();
    long height = descriptor.dims()[HEIGHT];
    return new FilterRows(
        (int) (descriptor.bytes() / Float.BYTES / (height * rowFloats)), rowFloats);
  }

  /** Floats of one row of all blocks. */
  long floats() {
    return blocks * rowFloats;
  }

  long bytes() {
    return floats() * Float.BYTES;
  }
}
