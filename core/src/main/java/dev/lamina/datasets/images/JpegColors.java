package dev.lamina.datasets.images;

/** What the components of a JPEG image mean, and how they become red green blue. */
enum JpegColors {
  GRAY,
  RGB,
  /** Luma and two chromas, as JFIF defines them from ITU-R BT.601. */
  YCBCR,
  /** Inks, from 0 for none to 255. */
  CMYK,
  /** Inks, from 255 for none to 0, as Adobe's programs store them. */
  INVERTED_CMYK,
  /** As {@link #INVERTED_CMYK}, where luma and chroma stand for the complements of three inks. */
  INVERTED_YCCK;

  private static final int HALF = 1 << 15;

  /**
   * Overwrites the first three of a pixel's components from {@code at} on; gray stays the one value
   * that it is.
   */
  void toRgb(int[] pixel, int at) {
    switch (this) {
      case GRAY, RGB -> {}
      case YCBCR -> fromLumaAndChroma(pixel, at);
      case CMYK -> {
        for (int i = at; i < at + 4; i++) {
          pixel[i] = 255 - pixel[i];
        }
        printBlack(pixel, at);
      }
      case INVERTED_CMYK -> printBlack(pixel, at);
      case INVERTED_YCCK -> {
        // The inverse transform gives the stored inks' complements, which are inverted once more.
        fromLumaAndChroma(pixel, at);
        for (int i = at; i < at + 3; i++) {
          pixel[i] = 255 - pixel[i];
        }
        printBlack(pixel, at);
      }
    }
  }

  /** In whole numbers, as libjpeg computes it: 1.402, 0.71414, 0.34414 and 1.772 times 2^16. */
  private static void fromLumaAndChroma(int[] pixel, int at) {
    int luma = (pixel[at] << 16) + HALF;
    int blue = pixel[at + 1] - 128;
    int red = pixel[at + 2] - 128;
    pixel[at] = clip((luma + 91_881 * red) >> 16);
    pixel[at + 1] = clip((luma - 46_802 * red - 22_554 * blue) >> 16);
    pixel[at + 2] = clip((luma + 116_130 * blue) >> 16);
  }

  /** Each of three inverted inks times inverted black. */
  private static void printBlack(int[] pixel, int at) {
    int black = pixel[at + 3];
    for (int i = at; i < at + 3; i++) {
      pixel[i] = (pixel[i] * black + 127) / 255;
    }
  }

  private static int clip(int value) {
    return Math.max(0, Math.min(255, value));
  }
}
