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
    int outputs = (size + stride - 1) / stride;
    return Math.max(0, (outputs - 1) * stride + (kernel - 1) * dilation + 1 - size);
  }

  /** Rows the kernel spans with its dilation. */
  public int spanH() {
    return (kernelH - 1) * dilationH + 1;
  }

  /** Columns the kernel spans with its dilation. */
  public int spanW() {
    return (kernelW - 1) * dilationW + 1;
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
    int paddedH = input.dim(1) + padTop + padBottom;
    int paddedW = input.dim(2) + padLeft + padRight;
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
   * Checks that every position sees some of the input, so that there is something to pool.
   *
   * @throws ShapeException if a position sees nothing but padding
   */
  void requireInputEverywhere(Shape input) {
    Shape output = outputShape(input, input.dim(3));
    for (int oh = 0; oh < output.dim(1); oh++) {
      int top = oh * strideH - padTop;
      requireTap("row", oh, top, kernelH, dilationH, input.dim(1));
    }
    for (int ow = 0; ow < output.dim(2); ow++) {
      int left = ow * strideW - padLeft;
      requireTap("column", ow, left, kernelW, dilationW, input.dim(2));
    }
  }

  private void requireTap(
      String axis, int position, int start, int kernel, int dilation, int size) {
    for (int k = 0; k < kernel; k++) {
      int at = start + k * dilation;
      if (at >= 0 && at < size) {
        return;
      }
    }
    throw new ShapeException(
        "a pooling window of %dx%d sees nothing but padding at output %s %d; use less padding than the window is wide"
            .formatted(kernelH, kernelW, axis, position));
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
