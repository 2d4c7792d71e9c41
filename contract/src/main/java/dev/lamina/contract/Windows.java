package dev.lamina.contract;

import dev.lamina.ShapeException;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Window;

/** Random windows that fit an input. */
final class Windows {
  private Windows() {}

  /** Any kernel, stride, dilation and padding, valid, same, or explicit. */
  static Window ofConvolution(CaseBuilder c, Shape input) {
    return draw(c, input, c.oneIn(3) ? 3 : 1);
  }

  /** As for convolutions, without dilation: the windows that pooling layers have. */
  static Window ofPooling(CaseBuilder c, Shape input) {
    return draw(c, input, 1);
  }

  private static Window draw(CaseBuilder c, Shape input, int mostDilation) {
    while (true) {
      try {
        Window window = drawAny(c, input, mostDilation);
        window.outputShape(input, 1);
        return window;
      } catch (ShapeException doesNotFit) {
        // Another will.
      }
    }
  }

  private static Window drawAny(CaseBuilder c, Shape input, int mostDilation) {
    int kernelH = c.between(1, 5);
    int kernelW = c.between(1, 5);
    int strideH = c.coin() ? 1 : c.between(1, 4);
    int strideW = c.coin() ? 1 : c.between(1, 4);
    int dilationH = c.between(1, mostDilation);
    int dilationW = c.between(1, mostDilation);
    return switch (c.between(0, 4)) {
      case 0, 1 -> Window.valid(kernelH, kernelW, strideH, strideW, dilationH, dilationW);
      case 2, 3 ->
          Window.same(
              input.dim(1), input.dim(2), kernelH, kernelW, strideH, strideW, dilationH, dilationW);
      default ->
          new Window(
              kernelH,
              kernelW,
              strideH,
              strideW,
              dilationH,
              dilationW,
              c.between(0, kernelH - 1),
              c.between(0, kernelH - 1),
              c.between(0, kernelW - 1),
              c.between(0, kernelW - 1));
    };
  }
}
