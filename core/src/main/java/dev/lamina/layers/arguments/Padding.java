package dev.lamina.layers.arguments;

import dev.lamina.config.Choices;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Window;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a window sees beyond the edges of an image.
 *
 * <pre>{@code
 * new Conv2D(32, 3).padding(Padding.SAME);
 * new Conv2D(32, 3).padding("same"); // the same
 * }</pre>
 */
public enum Padding {
  /** Nothing: the window stays inside, and the output is smaller than the input. */
  VALID,
  /**
   * As many zeros as make the output {@code ceil(size / stride)}; where their number is odd, the
   * bottom and the right get one more. Pooling ignores them.
   */
  SAME,
  /**
   * As many zeros before the input as let no output see what comes later. Of {@code Conv1D} alone.
   */
  CAUSAL;

  private static final Choices<Padding> BY_NAME = Choices.of("padding", symmetric());

  /**
   * The padding of this name.
   *
   * @throws IllegalArgumentException listing the right names
   */
  public static Padding of(String name) {
    return CAUSAL.toString().equals(name) ? CAUSAL : BY_NAME.get(name);
  }

  /** What messages list; one layer alone has the other. */
  private static Map<String, Padding> symmetric() {
    Map<String, Padding> byName = new LinkedHashMap<>();
    byName.put("valid", VALID);
    byName.put("same", SAME);
    return byName;
  }

  /** Keras's name, such as {@code valid}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Checks that it is not {@link #CAUSAL}.
   *
   * @throws IllegalArgumentException if it is
   */
  public void requireSymmetric() {
    if (this == CAUSAL) {
      throw new IllegalArgumentException(
          "padding \"causal\" is for Conv1D alone; choose valid or same");
    }
  }

  /**
   * The window over a batch.
   *
   * @param kernel its size
   * @throws dev.lamina.ShapeException if the batch has another number of axes than the window
   */
  public Window window(Shape batch, Sizes kernel, Sizes strides, Sizes dilation) {
    int axes = kernel.values().size();
    Spatial.require(batch, axes);
    Window window =
        Window.of(kernel.toArray()).strides(strides.toArray()).dilation(dilation.toArray());
    return switch (this) {
      case VALID -> window;
      case SAME -> window.same(IntStream.rangeClosed(1, axes).map(batch::dim).toArray());
      case CAUSAL -> window.padBefore(window.each(axis -> axis.span() - 1));
    };
  }
}
