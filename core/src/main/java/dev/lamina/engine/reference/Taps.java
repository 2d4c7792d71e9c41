package dev.lamina.engine.reference;

import dev.lamina.ir.Window;

/**
 * Where a window's taps meet the input: with stride S, dilation D and padding P (top or left),
 * output position {@code o} and kernel tap {@code k} meet at {@code o S - P + k D}.
 */
final class Taps {
  private Taps() {}

  static int row(Window window, int oh, int kh) {
    return oh * window.strideH() - window.padTop() + kh * window.dilationH();
  }

  static int column(Window window, int ow, int kw) {
    return ow * window.strideW() - window.padLeft() + kw * window.dilationW();
  }

  /** Whether there is such a row, or only padding. */
  static boolean hasRow(Array images, int h) {
    return h >= 0 && h < images.height();
  }

  /** Whether there is such a column, or only padding. */
  static boolean hasColumn(Array images, int w) {
    return w >= 0 && w < images.width();
  }
}
