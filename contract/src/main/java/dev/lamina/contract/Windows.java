package dev.lamina.contract;

import dev.lamina.ShapeException;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Window;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** Random windows that fit an input: mostly images, some sequences and volumes. */
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
    if (c.oneIn(8)) {
      return c.coin()
          ? along(c, mostDilation, c.batch(), c.between(1, 40), channels)
          : along(c, mostDilation, 2, c.between(1, 6), c.between(1, 6), c.between(1, 6), channels);
    }
    return switch (c.between(0, 7)) {
      case 0 -> patches(c, channels);
      case 1 -> oneColumn(c, channels);
      case 2 -> gaps(c, channels);
      default -> along(c, mostDilation, c.batch(), c.between(1, 13), c.between(1, 13), channels);
    };
  }

  /** Any window along all axes between the batch and the channels. */
  private static Placed along(CaseBuilder c, int mostDilation, int... batch) {
    Shape images = Shape.of(batch);
    return new Placed(images, draw(c, images, mostDilation));
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
    return new Placed(images, Window.of(patch, patch).strides(patch, patch));
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
            Window.of(kernel, otherKernel).strides(stride, otherStride))
        : new Placed(
            Shape.of(batch, otherSize, size, channels),
            Window.of(otherKernel, kernel).strides(otherStride, stride));
  }

  /** Strides above the kernel, so that some pixels are in no window. */
  private static Placed gaps(CaseBuilder c, int channels) {
    int kernelH = c.between(1, 3);
    int kernelW = c.between(1, 3);
    Shape images =
        Shape.of(c.between(1, 3), c.between(kernelH, 13), c.between(kernelW, 13), channels);
    return new Placed(
        images,
        Window.of(kernelH, kernelW).strides(kernelH + c.between(1, 2), kernelW + c.between(1, 2)));
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
    int[] sizes = Arrays.copyOfRange(input.toArray(), 1, input.rank() - 1);
    int[] kernel = each(sizes, size -> c.between(1, sizes.length > 2 ? 3 : 5));
    Window window =
        Window.of(kernel)
            .strides(each(sizes, size -> c.coin() ? 1 : c.between(1, 4)))
            .dilation(each(sizes, size -> c.between(1, mostDilation)));
    return switch (c.between(0, 4)) {
      case 0, 1 -> window;
      case 2, 3 -> window.same(sizes);
      default ->
          window
              .padBefore(each(kernel, size -> c.between(0, size - 1)))
              .padAfter(each(kernel, size -> c.between(0, size - 1)));
    };
  }

  private static int[] each(int[] sizes, IntUnaryOperator number) {
    return Arrays.stream(sizes).map(number).toArray();
  }
}
