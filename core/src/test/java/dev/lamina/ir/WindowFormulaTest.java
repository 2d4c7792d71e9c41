package dev.lamina.ir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class WindowFormulaTest {
  @Test
  void evenPadding() {
    Window window = Window.of(3, 3).same(28, 28);
    assertThat(WindowFormula.of(window.axis(0), 28)).isEqualTo("(28 - 3 + 2*1)/1 + 1 = 28");
  }

  @Test
  void noPadding() {
    Window window = Window.of(3, 5).strides(1, 2);
    assertThat(WindowFormula.of(window.axis(0), 28)).isEqualTo("(28 - 3 + 2*0)/1 + 1 = 26");
    assertThat(WindowFormula.of(window.axis(1), 28)).isEqualTo("floor((28 - 5 + 2*0)/2) + 1 = 12");
  }

  @Test
  void unevenPadding() {
    Window window = Window.of(2, 2).same(28, 28);
    assertThat(WindowFormula.of(window.axis(0), 28)).isEqualTo("(28 - 2 + (0 + 1))/1 + 1 = 28");
  }

  @Test
  void dilation() {
    Window window = Window.of(3, 3).dilation(2, 2).same(28, 28);
    assertThat(WindowFormula.of(window.axis(1), 28))
        .isEqualTo("(28 - ((3 - 1)*2 + 1) + 2*2)/1 + 1 = 28");
  }

  @Test
  void resultsAreThoseOfTheWindow() {
    Pattern result = Pattern.compile("= (\\d+)$");
    for (int size = 5; size < 20; size++) {
      for (int kernel = 1; kernel <= 5; kernel++) {
        for (int stride = 1; stride <= 4; stride++) {
          Window window = Window.of(kernel, kernel).strides(stride, stride).same(size, size);
          Matcher matcher = result.matcher(WindowFormula.of(window.axis(0), size));
          assertThat(matcher.find()).isTrue();
          assertThat(Integer.parseInt(matcher.group(1)))
              .isEqualTo(window.outputShape(Shape.of(1, size, size, 1), 1).dim(1));
        }
      }
    }
  }
}
