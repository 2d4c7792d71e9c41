package dev.lamina.ir;

/**
 * The output size of a {@link Window} along an axis as a worked formula, for people who learn.
 *
 * <pre>{@code
 * WindowFormula.of(Window.of(3, 3).same(28, 28).axis(0), 28); // (28 - 3 + 2*1)/1 + 1 = 28
 * }</pre>
 */
public final class WindowFormula {
  private WindowFormula() {}

  /**
   * {@code (W - F + 2P)/S + 1}, the padding as a sum where its sides differ, a dilated kernel as
   * the span {@code (F - 1)*D + 1}, and {@code floor} where the stride leaves a rest.
   *
   * @param size of the input along the axis
   */
  public static String of(WindowAxis axis, int size) {
    int moves = size - axis.span() + axis.before() + axis.after();
    String span =
        axis.dilation() == 1
            ? "" + axis.kernel()
            : "((%d - 1)*%d + 1)".formatted(axis.kernel(), axis.dilation());
    String padding =
        axis.before() == axis.after()
            ? "2*" + axis.before()
            : "(%d + %d)".formatted(axis.before(), axis.after());
    String quotient = "(%d - %s + %s)/%d".formatted(size, span, padding, axis.stride());
    return "%s + 1 = %d"
        .formatted(
            moves % axis.stride() == 0 ? quotient : "floor(" + quotient + ")",
            moves / axis.stride() + 1);
  }
}
