package dev.lamina.layers.arguments;

import dev.lamina.ShapeException;
import dev.lamina.config.Choices;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Window;
import java.util.Locale;

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
  SAME;

  private static final Choices<Padding> BY_NAME = Choices.of("padding", Padding.class);

  /**
   * The padding of this name.
   *
   * @throws IllegalArgumentException listing the right names
   */
  public static Padding of(String name) {
    return BY_NAME.get(name);
  }

  /** Keras's name: {@code valid} or {@code same}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The shape, which must be {@code (N, H, W, C)}.
   *
   * @throws ShapeException if it has another number of axes
   */
  public static Shape requireImages(Shape input) {
    if (input.rank() != 4) {
      throw new ShapeException(
          "received an input of shape "
              + input
              + ", expected (batch, height, width, channels)"
              + (input.rank() == 3 ? "; grey images need a last axis of 1" : ""));
    }
    return input;
  }

  /** The window over a batch of images of shape {@code (N, H, W, C)}. */
  public Window window(Shape images, Pair kernel, Pair strides, Pair dilation) {
    Shape input = requireImages(images);
    return switch (this) {
      case VALID ->
          Window.valid(
              kernel.h(), kernel.w(), strides.h(), strides.w(), dilation.h(), dilation.w());
      case SAME ->
          Window.same(
              input.dim(1),
              input.dim(2),
              kernel.h(),
              kernel.w(),
              strides.h(),
              strides.w(),
              dilation.h(),
              dilation.w());
    };
  }
}
