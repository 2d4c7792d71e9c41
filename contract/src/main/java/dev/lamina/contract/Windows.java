package dev.lamina.contract;

import dev.lamina.ShapeException;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Window;
import java.util.List;

/** Random windows that fit an input. */
final class Windows {
  private Windows() {}

  /** Images and a window that fits them. */
  record Placed(Shape images, Window window) {
    /** The shape of what the window gives. */
    Shape output(int channels) {
      return window.outputShape(images, channels);
    }
  }

  /** Any kernel, stride, dilation and padding, valid, same, or explicit. */
  static Placed ofConvolution(CaseBuilder c, int channels) {
    return place(c, channels, c.oneIn(3) ? 3 : 1);
  }

  /** As for convolutions, without dilation: the windows that pooling layers have. */
  static Placed ofPooling(CaseBuilder c, int channels) {
    return place(c, channels, 1);
  }

  private static Placed place(CaseBuilder c, int channels, int mostDilation) {
    return switch (c.between(0, 7)) {
      case 0 -> patches(c, channels);
      case 1 -> oneColumn(c, channels);
      case 2 -> gaps(c, channels);
      default -> {
        Shape images = Shape.of(c.batch(), c.between(1, 13), c.between(1, 13), channels);
        yield new Placed(images, draw(c, images, mostDilation));
      }
    };
  }

  /** As wide as the stride, as where an image is cut into patches; perhaps with a rest. */
  private static Placed patches(CaseBuilder c, int channels) {
    int patch = c.choose(List.of(2, 2, 3, 4, 4, 8, 16));
    int rest = c.oneIn(3) ? c.between(1, patch - 1) : 0;
    Shape images =
        Shape.of(
            c.between(1, 3),
            patch * c.between(1, patch > 4 ? 2 : 4) + rest,
            patch * c.between(1, patch > 4 ? 2 : 4),
            channels);
    return new Placed(images, Window.valid(patch, patch, patch, patch, 1, 1));
  }

  /** One column or one row of outputs, mostly of a stride that would leave the image. */
  private static Placed oneColumn(CaseBuilder c, int channels) {
    int kernel = c.between(1, 5);
    int stride = c.between(1, 4);
    int size = kernel + c.between(0, stride - 1);
    int otherKernel = c.between(1, 3);
    int otherStride = c.between(1, 3);
    int otherSize = c.between(otherKernel, 13);
    int batch = c.between(1, 3);
    return c.oneIn(3)
        ? new Placed(
            Shape.of(batch, size, otherSize, channels),
            Window.valid(kernel, otherKernel, stride, otherStride, 1, 1))
        : new Placed(
            Shape.of(batch, otherSize, size, channels),
            Window.valid(otherKernel, kernel, otherStride, stride, 1, 1));
  }

  /** Strides above the kernel, so that some pixels are in no window. */
  private static Placed gaps(CaseBuilder c, int channels) {
    int kernelH = c.between(1, 3);
    int kernelW = c.between(1, 3);
    Shape images =
        Shape.of(c.between(1, 3), c.between(kernelH, 13), c.between(kernelW, 13), channels);
    return new Placed(
        images,
        Window.valid(kernelH, kernelW, kernelH + c.between(1, 2), kernelW + c.between(1, 2), 1, 1));
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
