package dev.lamina.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.ShapeException;
import dev.lamina.ir.ops.AveragePooling;
import dev.lamina.ir.ops.MaxPooling;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowTest {
  @Test
  void validLeavesOutWhatDoesNotFit() {
    Window window = Window.of(3, 2).strides(2, 3);
    assertThat(window.outputShape(Shape.of(4, 8, 10, 5), 7)).isEqualTo(Shape.of(4, 3, 3, 7));
  }

  @Test
  void sameKeepsTheSizeOverTheStrideAndPutsTheOddPadLast() {
    for (int size = 1; size < 12; size++) {
      for (int kernel = 1; kernel < 6; kernel++) {
        for (int stride = 1; stride < 5; stride++) {
          Window window = Window.of(kernel, kernel).strides(stride, stride).same(size, size);
          assertThat(window.outputShape(Shape.of(1, size, size, 1), 1).dim(1))
              .isEqualTo((size + stride - 1) / stride);
          assertThat(window.axis(0).after() - window.axis(0).before()).isBetween(0, 1);
        }
      }
    }
  }

  @Test
  void aKernelThatDoesNotFitIsRefused() {
    Window window = Window.of(5, 5);
    assertThatThrownBy(() -> window.outputShape(Shape.of(1, 4, 4, 1), 1))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "kernel 5x5 with padding \"valid\" does not fit a 4x4 input (it would leave 0x0); use"
                + " padding \"same\" or a smaller kernel");
  }

  @Test
  void aDilatedKernelTellsItsSpan() {
    Window window = Window.of(3, 3).dilation(4, 4);
    assertThatThrownBy(() -> window.outputShape(Shape.of(1, 8, 9, 1), 1))
        .hasMessageStartingWith(
            "kernel 3x3 (9x9 dilated) with padding \"valid\" does not fit a 8x9");
  }

  @Test
  void poolingOfNothingButPaddingIsRefused() {
    TensorType input = TensorType.of(1, 3, 4, 1);
    Window window = Window.of(2, 3).padBefore(2, 0);
    String message =
        "a pooling window of 2x3 sees nothing but padding at output row 0; use less padding than"
            + " the window is wide";
    assertThatThrownBy(() -> new MaxPooling(window).infer(List.of(input)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> new AveragePooling(window).infer(List.of(input)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(message);
    Window right = Window.of(1, 2).strides(1, 2).padAfter(0, 4);
    assertThatThrownBy(() -> new MaxPooling(right).infer(List.of(input)))
        .hasMessageContaining("at output column 2");
    Window enough = Window.of(2, 3).padBefore(1, 2).padAfter(0, 2);
    assertThat(new MaxPooling(enough).infer(List.of(input)).get(0))
        .isEqualTo(TensorType.of(1, 3, 6, 1));
  }

  @Test
  void sequencesAndVolumes() {
    assertThat(Window.of(3).strides(2).outputShape(Shape.of(2, 9, 4), 5))
        .isEqualTo(Shape.of(2, 4, 5));
    assertThat(Window.of(1, 2, 3).same(4, 5, 6).outputShape(Shape.of(2, 4, 5, 6, 1), 8))
        .isEqualTo(Shape.of(2, 4, 5, 6, 8));
    assertThat(Window.of(1, 2, 3).filterShape(4, 8)).isEqualTo(Shape.of(1, 2, 3, 4, 8));
    assertThatThrownBy(() -> Window.of(10).outputShape(Shape.of(2, 9, 4), 5))
        .hasMessageContaining("does not fit an input of length 9 (it would leave 0)");
    assertThatThrownBy(() -> Window.of(3).outputShape(Shape.of(2, 9, 9, 4), 5))
        .hasMessage("received an input of shape 2x9x9x4, expected (batch, length, channels)");
  }

  @Test
  void wrongNumbersOfAxesAreRefused() {
    assertThatThrownBy(() -> Window.of()).hasMessageContaining("1 to 3 axes, received 0");
    assertThatThrownBy(() -> Window.of(1, 1, 1, 1)).hasMessageContaining("received 4");
    assertThatThrownBy(() -> Window.of(3, 3).strides(2))
        .hasMessage("expected 2 numbers, one for each axis of the window, received [2]");
  }
}
