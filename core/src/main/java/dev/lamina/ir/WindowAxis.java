package dev.lamina.ir;

import dev.lamina.ShapeException;

/**
 * A {@link Window} along one axis. Output position {@code o} and kernel tap {@code k} meet at input
 * position {@code o S - P + k D}, with stride {@code S}, padding before the input {@code P} and
 * dilation {@code D}.
 *
 * <pre>{@code
 * new WindowAxis(3, 2, 1, 1, 1).outputs(28); // 14
 * }</pre>
 *
 * @param kernel how many taps there are
 * @param stride how far the window moves
 * @param dilation how far apart the taps are
 * @param before how many zeros stand before the input
 * @param after how many zeros stand behind it
 */
public record WindowAxis(int kernel, int stride, int dilation, int before, int after) {
  public WindowAxis {
    if (before < 0 || after < 0) {
      throw new ShapeException("padding must be >= 0, received " + before + " and " + after);
    }
  }

  /** Padded so that there are {@code ceil(size / stride)} outputs; an odd one comes behind. */
  WindowAxis same(int size) {
    long outputs = ((long) size + stride - 1) / stride;
    long padding = (outputs - 1) * stride + (kernel - 1L) * dilation + 1 - size;
    int total = toInt(Math.max(0, padding));
    return new WindowAxis(kernel, stride, dilation, total / 2, total - total / 2);
  }

  /** Sizes beyond all tensors must not wrap around and pass for small ones. */
  private int toInt(long size) {
    if (size > Integer.MAX_VALUE) {
      throw new ShapeException(
          "a kernel of size %d with dilation %d is larger than any image"
              .formatted(kernel, dilation));
    }
    return (int) size;
  }

  /** How many positions the kernel spans with its dilation. */
  public int span() {
    return toInt((kernel - 1L) * dilation + 1);
  }

  /** Whether a window fits into the padded input. */
  boolean fits(int size) {
    return toInt((long) size + before + after) >= span();
  }

  /** How many outputs there are; 0 where not even one window fits. */
  public int outputs(int size) {
    return fits(size) ? (size + before + after - span()) / stride + 1 : 0;
  }

  /** The input position that an output's tap meets; it may lie in the padding. */
  public int input(int output, int tap) {
    return output * stride - before + tap * dilation;
  }

  /**
   * An output that sees nothing but padding; -1 if there is none. Without dilation only the first
   * window can end, and a last one begin, outside.
   */
  int blindOutput(int size) {
    int outputs = outputs(size);
    long beyond = ((long) size + before + stride - 1) / stride; // the first to begin outside
    long step = dilation == 1 ? Math.max(1, beyond) : 1;
    for (long output = 0; output < outputs; output += step) {
      long start = output * stride - before;
      long tap = start >= 0 ? 0 : (-start + dilation - 1) / dilation; // the first not before 0
      if (tap >= kernel || start + tap * dilation >= size) {
        return (int) output;
      }
    }
    return -1;
  }
}
