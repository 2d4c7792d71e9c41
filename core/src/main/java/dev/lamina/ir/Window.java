package dev.lamina.ir;

import dev.lamina.ShapeException;

/**
 * The sliding window of a convolution or pooling: kernel, stride, dilation and explicit zero
 * padding, heights before widths. The output size along an axis is {@code floor((W - F' + P) / S) +
 * 1} with {@code F' = (F - 1) D + 1} and {@code P} the sum of both sides' padding.
 */
public record Window(
    int kernelH,
    int kernelW,
    int strideH,
    int strideW,
    int dilationH,
    int dilationW,
    int padTop,
    int padBottom,
    int padLeft,
    int padRight) {

  public Window {
    requirePositive("kernel", kernelH, kernelW);
    requirePositive("strides", strideH, strideW);
    requirePositive("dilation", dilationH, dilationW);
    if (padTop < 0 || padBottom < 0 || padLeft < 0 || padRight < 0) {
      throw new ShapeException("padding must be >= 0");
    }
  }

  /** Without padding (Keras's {@code valid}). */
  public static Window valid(
      int kernelH, int kernelW, int strideH, int strideW, int dilationH, int dilationW) {
    return new Window(kernelH, kernelW, strideH, strideW, dilationH, dilationW, 0, 0, 0, 0);
  }

  /**
   * Padded so that the output has {@code ceil(size / stride)} positions (Keras's {@code same}); an
   * odd total puts the extra row and column at the bottom and right.
   */
  public static Window same(
      int height,
      int width,
      int kernelH,
      int kernelW,
      int strideH,
      int strideW,
      int dilationH,
      int dilationW) {
    int padH = samePadding(height, kernelH, strideH, dilationH);
    int padW = samePadding(width, kernelW, strideW, dilationW);
    return new Window(
        kernelH,
        kernelW,
        strideH,
        strideW,
        dilationH,
        dilationW,
        padH / 2,
        padH - padH / 2,
        padW / 2,
        padW - padW / 2);
  }

  private static int samePadding(int size, int kernel, int stride, int dilation) {
    long outputs = ((long) size + stride - 1) / stride;
    long padding = (outputs - 1) * stride + (kernel - 1L) * dilation + 1 - size;
    return toInt(Math.max(0, padding), kernel, dilation);
  }

  /** Sizes beyond all tensors must not wrap around and pass for small ones. */
  private static int toInt(long size, int kernel, int dilation) {
    if (size > Integer.MAX_VALUE) {
      throw new ShapeException(
          "a kernel of size %d with dilation %d is larger than any image"
              .formatted(kernel, dilation));
    }
    return (int) size;
  }

  /** Rows the kernel spans with its dilation. */
  public int spanH() {
    return toInt((kernelH - 1L) * dilationH + 1, kernelH, dilationH);
  }

  /** Columns the kernel spans with its dilation. */
  public int spanW() {
    return toInt((kernelW - 1L) * dilationW + 1, kernelW, dilationW);
  }

  /**
   * The output shape {@code (N, OH, OW, channels)} for an input {@code (N, H, W, C)}.
   *
   * @throws ShapeException if the window does not fit the padded input
   */
  public Shape outputShape(Shape input, int channels) {
    if (input.rank() != 4) {
      throw new ShapeException(
          "received an input of shape " + input + ", expected (batch, height, width, channels)");
    }
    int paddedH = toInt((long) input.dim(1) + padTop + padBottom, kernelH, dilationH);
    int paddedW = toInt((long) input.dim(2) + padLeft + padRight, kernelW, dilationW);
    if (paddedH < spanH() || paddedW < spanW()) {
      String dilated =
          spanH() == kernelH && spanW() == kernelW
              ? ""
              : " (" + spanH() + "x" + spanW() + " dilated)";
      throw new ShapeException(
          "kernel %dx%d%s with padding \"%s\" does not fit a %dx%d input (it would leave %dx%d); use padding \"same\" or a smaller kernel"
              .formatted(
                  kernelH,
                  kernelW,
                  dilated,
                  isPadded() ? "same" : "valid",
                  input.dim(1),
                  input.dim(2),
                  Math.max(0, (paddedH - spanH()) / strideH + (paddedH < spanH() ? 0 : 1)),
                  Math.max(0, (paddedW - spanW()) / strideW + (paddedW < spanW() ? 0 : 1))));
    }
    return Shape.of(
        input.dim(0),
        (paddedH - spanH()) / strideH + 1,
        (paddedW - spanW()) / strideW + 1,
        channels);
  }

  /**
   * The shape of the products in one sum of a convolution over {@code input}: (KH, KW, C/groups).
   */
  public Shape terms(Shape input, int groups) {
    return Shape.of(kernelH, kernelW, input.dim(3) / groups);
  }

  /**
   * Checks that every position sees some of the input, so that there is something to pool.
   *
   * @throws ShapeException if a position sees nothing but padding
   */
  public void requireInputEverywhere(Shape input) {
    Shape output = outputShape(input, input.dim(3));
    requireTaps("row", output.dim(1), strideH, padTop, kernelH, dilationH, input.dim(1));
    requireTaps("column", output.dim(2), strideW, padLeft, kernelW, dilationW, input.dim(2));
  }

  /** Without dilation only the first window can end, and a last one begin, outside. */
  private void requireTaps(
      String axis, int positions, int stride, int padding, int kernel, int dilation, int size) {
    long beyond = ((long) size + padding + stride - 1) / stride; // the first to begin outside
    long step = dilation == 1 ? Math.max(1, beyond) : 1;
    for (long position = 0; position < positions; position += step) {
      long start = position * stride - padding;
      long tap = start >= 0 ? 0 : (-start + dilation - 1) / dilation; // the first not before 0
      if (tap >= kernel || start + tap * dilation >= size) {
        throw new ShapeException(
            "a pooling window of %dx%d sees nothing but padding at output %s %d; use less padding than the window is wide"
                .formatted(kernelH, kernelW, axis, position));
      }
    }
  }

  public boolean isPadded() {
    return padTop + padBottom + padLeft + padRight > 0;
  }

  private static void requirePositive(String what, int h, int w) {
    if (h < 1 || w < 1) {
      throw new ShapeException(what + " must be >= 1, received " + h + "x" + w);
    }
  }
}
