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
    Window window = Window.valid(3, 2, 2, 3, 1, 1);
    assertThat(window.outputShape(Shape.of(4, 8, 10, 5), 7)).isEqualTo(Shape.of(4, 3, 3, 7));
  }

  @Test
  void sameKeepsTheSizeOverTheStrideAndPutsTheOddPadLast() {
    for (int size = 1; size < 12; size++) {
      for (int kernel = 1; kernel < 6; kernel++) {
        for (int stride = 1; stride < 5; stride++) {
          Window window = Window.same(size, size, kernel, kernel, stride, stride, 1, 1);
          assertThat(window.outputShape(Shape.of(1, size, size, 1), 1).dim(1))
              .isEqualTo((size + stride - 1) / stride);
          assertThat(window.padBottom() - window.padTop()).isBetween(0, 1);
        }
      }
    }
  }

  @Test
  void aKernelThatDoesNotFitIsRefused() {
    Window window = Window.valid(5, 5, 1, 1, 1, 1);
    assertThatThrownBy(() -> window.outputShape(Shape.of(1, 4, 4, 1), 1))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "kernel 5x5 with padding \"valid\" does not fit a 4x4 input (it would leave 0x0); use"
                + " padding \"same\" or a smaller kernel");
  }

  @Test
  void aDilatedKernelTellsItsSpan() {
    Window window = Window.valid(3, 3, 1, 1, 4, 4);
    assertThatThrownBy(() -> window.outputShape(Shape.of(1, 8, 9, 1), 1))
        .hasMessageStartingWith(
            "kernel 3x3 (9x9 dilated) with padding \"valid\" does not fit a 8x9");
  }

  @Test
  void poolingOfNothingButPaddingIsRefused() {
    TensorType input = TensorType.of(1, 3, 4, 1);
    Window window = new Window(2, 3, 1, 1, 1, 1, 2, 0, 0, 0);
    String message =
        "a pooling window of 2x3 sees nothing but padding at output row 0; use less padding than"
            + " the window is wide";
    assertThatThrownBy(() -> new MaxPooling(window).infer(List.of(input)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> new AveragePooling(window).infer(List.of(input)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(message);
    Window right = new Window(1, 2, 1, 2, 1, 1, 0, 0, 0, 4);
    assertThatThrownBy(() -> new MaxPooling(right).infer(List.of(input)))
        .hasMessageContaining("at output column 2");
    Window enough = new Window(2, 3, 1, 1, 1, 1, 1, 0, 2, 2);
    assertThat(new MaxPooling(enough).infer(List.of(input)).get(0))
        .isEqualTo(TensorType.of(1, 3, 6, 1));
  }
}
