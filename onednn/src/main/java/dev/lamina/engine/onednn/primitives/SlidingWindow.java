package dev.lamina.engine.onednn.primitives;

import dev.lamina.ir.Window;
import dev.lamina.ir.WindowAxis;
import java.util.Arrays;

/**
 * A window as oneDNN wants it. The arrays are not to be changed.
 *
 * @param dilations how many places are left out between two taps
 */
@SuppressWarnings("ArrayRecordComponent") // oneDNN takes them as they are; nothing compares records
public record SlidingWindow(
    long[] kernel, long[] strides, long[] dilations, long[] padBefore, long[] padAfter) {
  /** What oneDNN wants of this window. */
  public static SlidingWindow of(Window window) {
    return new SlidingWindow(
        longs(window.each(WindowAxis::kernel)),
        longs(window.each(WindowAxis::stride)),
        longs(window.each(axis -> axis.dilation() - 1)),
        longs(window.each(WindowAxis::before)),
        longs(window.each(WindowAxis::after)));
  }

  private static long[] longs(int[] numbers) {
    return Arrays.stream(numbers).asLongStream().toArray();
  }
}
