package dev.lamina.ir;

import dev.lamina.ShapeException;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The sliding window of a convolution or pooling, over rows of length {@code (N, L, C)}, images
 * {@code (N, H, W, C)} or volumes {@code (N, D, H, W, C)}. The output size along an axis is {@code
 * floor((W - F' + P) / S) + 1} with {@code F' = (F - 1) D + 1} and {@code P} the sum of both sides'
 * padding.
 *
 * <pre>{@code
 * Window.of(3, 3).same(28, 28); // Keras's padding "same" for images of 28x28
 * Window.of(3, 3).strides(2, 2); // "valid"
 * }</pre>
 *
 * @param axes one to three, in the order in which the input has them
 */
public record Window(List<WindowAxis> axes) {
  private static final List<List<String>> NAMES =
      List.of(List.of("position"), List.of("row", "column"), List.of("plane", "row", "column"));

  public Window {
    axes = List.copyOf(axes);
    if (axes.isEmpty() || axes.size() > NAMES.size()) {
      throw new ShapeException(
          "a window slides along 1 to " + NAMES.size() + " axes, received " + axes.size());
    }
    requirePositive("kernel", axes, WindowAxis::kernel);
    requirePositive("strides", axes, WindowAxis::stride);
    requirePositive("dilation", axes, WindowAxis::dilation);
  }

  /**
   * A window of this size that moves by 1, without dilation and padding (Keras's {@code valid}).
   */
  public static Window of(int... kernel) {
    return new Window(
        Arrays.stream(kernel).mapToObj(size -> new WindowAxis(size, 1, 1, 0, 0)).toList());
  }

  /** The same with these strides. */
  public Window strides(int... strides) {
    return with(
        strides,
        (axis, stride) ->
            new WindowAxis(axis.kernel(), stride, axis.dilation(), axis.before(), axis.after()));
  }

  /** The same with taps this far apart. */
  public Window dilation(int... dilation) {
    return with(
        dilation,
        (axis, rate) ->
            new WindowAxis(axis.kernel(), axis.stride(), rate, axis.before(), axis.after()));
  }

  /** The same with this many zeros before the input. */
  public Window padBefore(int... padding) {
    return with(
        padding,
        (axis, before) ->
            new WindowAxis(axis.kernel(), axis.stride(), axis.dilation(), before, axis.after()));
  }

  /** The same with this many zeros behind the input. */
  public Window padAfter(int... padding) {
    return with(
        padding,
        (axis, after) ->
            new WindowAxis(axis.kernel(), axis.stride(), axis.dilation(), axis.before(), after));
  }

  /**
   * The same, padded so that an input of these sizes has {@code ceil(size / stride)} outputs
   * (Keras's {@code same}); where the total is odd, the end gets one more.
   */
  public Window same(int... sizes) {
    return with(sizes, WindowAxis::same);
  }

  private interface Change {
    WindowAxis apply(WindowAxis axis, int value);
  }

  private Window with(int[] values, Change change) {
    if (values.length != rank()) {
      throw new ShapeException(
          "expected %d numbers, one for each axis of the window, received %s"
              .formatted(rank(), Arrays.toString(values)));
    }
    return new Window(
        IntStream.range(0, rank()).mapToObj(i -> change.apply(axes.get(i), values[i])).toList());
  }

  /** Along how many axes it slides. */
  public int rank() {
    return axes.size();
  }

  /** The window along one axis; those of images are height, then width. */
  public WindowAxis axis(int index) {
    return axes.get(index);
  }

  /** One of each axis's numbers, such as all strides. */
  public int[] each(ToIntFunction<WindowAxis> number) {
    return axes.stream().mapToInt(number).toArray();
  }

  /** How many taps there are. */
  public int taps() {
    return axes.stream().mapToInt(WindowAxis::kernel).reduce(1, Math::multiplyExact);
  }

  /**
   * The output shape {@code (N, OH, OW, channels)} for an input {@code (N, H, W, C)}.
   *
   * @throws ShapeException if the window does not fit the padded input
   */
  public Shape outputShape(Shape input, int channels) {
    if (input.rank() != rank() + 2) {
      throw new ShapeException(
          "received an input of shape %s, expected %s".formatted(input, expected(rank())));
    }
    int[] dims = input.toArray();
    dims[dims.length - 1] = channels;
    for (int i = 0; i < rank(); i++) {
      dims[i + 1] = axes.get(i).outputs(input.dim(i + 1));
    }
    if (IntStream.range(0, rank()).anyMatch(i -> !axes.get(i).fits(input.dim(i + 1)))) {
      int[] spans = each(WindowAxis::span);
      int[] kernel = each(WindowAxis::kernel);
      throw new ShapeException(
          "kernel %s%s with padding \"%s\" does not fit %s (it would leave %s); use padding \"same\" or a smaller kernel"
              .formatted(
                  text(kernel),
                  Arrays.equals(spans, kernel) ? "" : " (" + text(spans) + " dilated)",
                  isPadded() ? "same" : "valid",
                  rank() == 1
                      ? "an input of length " + input.dim(1)
                      : "a " + text(spatial(input.toArray())) + " input",
                  text(spatial(dims))));
    }
    return Shape.of(dims);
  }

  /** What an input with so many spatial axes looks like, for messages. */
  public static String expected(int axes) {
    return switch (axes) {
      case 1 -> "(batch, length, channels)";
      case 2 -> "(batch, height, width, channels)";
      default -> "(batch, depth, height, width, channels)";
    };
  }

  private static int[] spatial(int[] batch) {
    return Arrays.copyOfRange(batch, 1, batch.length - 1);
  }

  private static String text(int[] sizes) {
    return Arrays.stream(sizes).mapToObj(Integer::toString).collect(Collectors.joining("x"));
  }

  /** The shape of a filter: the kernel's size, then {@code (channels, filters)}. */
  public Shape filterShape(int channels, int filters) {
    return Shape.of(
        IntStream.concat(Arrays.stream(each(WindowAxis::kernel)), IntStream.of(channels, filters))
            .toArray());
  }

  /**
   * The shape of the products in one sum of a convolution over {@code input}: (KH, KW, C/groups).
   */
  public Shape terms(Shape input, int groups) {
    return Shape.of(
        IntStream.concat(
                Arrays.stream(each(WindowAxis::kernel)), IntStream.of(input.dim(-1) / groups))
            .toArray());
  }

  /**
   * Checks that every position sees some of the input, so that there is something to pool.
   *
   * @throws ShapeException if a position sees nothing but padding
   */
  public void requireInputEverywhere(Shape input) {
    outputShape(input, input.dim(-1));
    for (int i = 0; i < rank(); i++) {
      int blind = axes.get(i).blindOutput(input.dim(i + 1));
      if (blind >= 0) {
        throw new ShapeException(
            "a pooling window of %s sees nothing but padding at output %s %d; use less padding than the window is wide"
                .formatted(text(each(WindowAxis::kernel)), NAMES.get(rank() - 1).get(i), blind));
      }
    }
  }

  /** Whether there are zeros at any side. */
  public boolean isPadded() {
    return axes.stream().anyMatch(axis -> axis.before() + axis.after() > 0);
  }

  private static void requirePositive(
      String what, List<WindowAxis> axes, ToIntFunction<WindowAxis> number) {
    int[] values = axes.stream().mapToInt(number).toArray();
    if (Arrays.stream(values).anyMatch(value -> value < 1)) {
      throw new ShapeException(what + " must be >= 1, received " + text(values));
    }
  }

  /** {@code Window[kernel=3x3, strides=1x1, dilation=1x1, before=1x1, after=1x1]}. */
  @Override
  public String toString() {
    return "Window[kernel=%s, strides=%s, dilation=%s, before=%s, after=%s]"
        .formatted(
            text(each(WindowAxis::kernel)),
            text(each(WindowAxis::stride)),
            text(each(WindowAxis::dilation)),
            text(each(WindowAxis::before)),
            text(each(WindowAxis::after)));
  }
}
