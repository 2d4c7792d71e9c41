package dev.lamina.ir;

/**
 * The output size of a {@link Window} as a worked formula, for people who learn.
 *
 * <pre>{@code
 * WindowFormula.height(Window.same(28, 28, 3, 3, 1, 1, 1, 1), 28); // (28 - 3 + 2*1)/1 + 1 = 28
 * }</pre>
 */
public final class WindowFormula {
  private WindowFormula() {}

  /** The rows that come out of {@code height} rows. */
  public static String height(Window window, int height) {
    return of(
        height,
        window.kernelH(),
        window.strideH(),
        window.dilationH(),
        window.padTop(),
        window.padBottom());
  }

  /** The columns that come out of {@code width} columns. */
  public static String width(Window window, int width) {
    return of(
        width,
        window.kernelW(),
        window.strideW(),
        window.dilationW(),
        window.padLeft(),
        window.padRight());
  }

  /**
   * {@code (W - F + 2P)/S + 1}, the padding as a sum where its sides differ, a dilated kernel as
   * the span {@code (F-1)D+1}, and {@code floor} where the stride leaves a rest.
   */
  private static String of(int size, int kernel, int stride, int dilation, int before, int after) {
    int span = (kernel - 1) * dilation + 1;
    int positions = size - span + before + after;
    String kernelText = dilation == 1 ? "" + kernel : "((%d-1)*%d+1)".formatted(kernel, dilation);
    String padding = before == after ? "2*" + before : "(%d+%d)".formatted(before, after);
    String quotient = "(%d - %s + %s)/%d".formatted(size, kernelText, padding, stride);
    return "%s + 1 = %d"
        .formatted(
            positions % stride == 0 ? quotient : "floor(" + quotient + ")", positions / stride + 1);
  }
}
