package dev.lamina.engine.onednn.primitives;

import static dev.lamina.engine.onednn.Testing.ENGINE;
import static dev.lamina.engine.onednn.Testing.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.engine.Kernel;
import dev.lamina.engine.Layout;
import dev.lamina.engine.onednn.Testing;
import dev.lamina.engine.reference.ReferenceEngine;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.Convolution;
import dev.lamina.ir.ops.InnerProduct;
import dev.lamina.ir.ops.MaxPooling;
import java.util.List;
import org.junit.jupiter.api.Test;

class OneDnnLayoutTest {
  private static Kernel convolution(int channels, int filters, int groups) {
    Window window = Window.of(3, 3).same(6, 7);
    return Testing.kernel(
        Convolution.of(window, groups),
        plain(2, 6, 7, channels),
        plain(3, 3, channels / groups, filters));
  }

  @Test
  void aPlainTensorIsTheSameAlongWhateverAxes() {
    TensorType type = TensorType.of(3, 3, 8, 16);
    Layout asFilter =
        OneDnnLayout.of(type, Axes.filter(2), Axes.filter(2).rowMajor(DataTypes.F32, 16, 8, 3, 3));

    assertThat(asFilter.isPlain()).isTrue();
    assertThat(asFilter).isEqualTo(ENGINE.plain(type)).hasSameHashCodeAs(ENGINE.plain(type));
  }

  @Test
  void layoutsOfOtherTypesDiffer() {
    assertThat(plain(2, 3)).isNotEqualTo(plain(3, 2)).isNotEqualTo("plain");
  }

  @Test
  void anImageOfOneChannelNeedsNoReorder() {
    try (Kernel kernel = convolution(1, 32, 1)) {
      assertThat(kernel.inputs().get(0)).isEqualTo(plain(2, 6, 7, 1));
      assertThat(kernel.outputs().get(0).isPlain()).isFalse();
    }
  }

  @Test
  void whatAConvolutionGivesTheNextOneTakes() {
    try (Kernel first = convolution(32, 64, 1);
        Kernel second = convolution(64, 32, 1)) {
      assertThat(second.inputs().get(0)).isEqualTo(first.outputs().get(0));
    }
  }

  @Test
  void poolingKeepsTheLayoutOfTheImage() {
    try (Kernel convolution = convolution(32, 64, 1)) {
      Layout image = convolution.outputs().get(0);
      try (Kernel pool = Testing.kernel(new MaxPooling(Window.of(2, 2).strides(2, 2)), image)) {
        assertThat(pool.inputs()).containsExactly(image);
        assertThat(pool.outputs().get(0).toString()).endsWith(format(image));
      }
    }
  }

  @Test
  void aDenseLayerReadsAnImageInItsOwnLayout() {
    try (Kernel convolution = convolution(32, 64, 1)) {
      Layout image = convolution.outputs().get(0);
      try (Kernel dense = Testing.kernel(InnerProduct.PLAIN, image, plain(6 * 7 * 64, 10))) {
        assertThat(dense.inputs().get(0)).isEqualTo(image);
      }
    }
  }

  @Test
  void everyLayoutHoldsEveryElement() {
    for (int[] c : new int[][] {{1, 32, 1}, {3, 17, 1}, {32, 64, 1}, {32, 64, 4}, {20, 20, 20}}) {
      try (Kernel kernel = convolution(c[0], c[1], c[2])) {
        for (Layout layout : List.of(kernel.inputs().get(1), kernel.outputs().get(0))) {
          Layout plain = ENGINE.plain(layout.type());
          float[] values = Testing.random(layout.type().shape().size());
          assertThat(Testing.journey(values, List.of(plain, layout, layout, plain)))
              .as(layout.toString())
              .isEqualTo(values);
        }
      }
    }
  }

  @Test
  void weightsMoveBetweenTheLayoutsOfTwoImages() {
    // The same weights over a 2x8 and a 4x4 image of 64 channels.
    Layout wide = denseWeights(2, 8);
    Layout square = denseWeights(4, 4);
    Layout plain = plain(16 * 64, 128);
    float[] values = Testing.random(16 * 64 * 128);

    assertThat(wide).isNotEqualTo(square);
    assertThat(Testing.journey(values, List.of(plain, wide, square, plain))).isEqualTo(values);
  }

  private static Layout denseWeights(int height, int width) {
    Layout image =
        OneDnnLayout.of(
            TensorType.of(32, height, width, 64),
            Axes.activation(4),
            Descriptor.channelBlocks(DataTypes.F32, 16, 32, 64, height, width));
    try (Kernel dense =
        Testing.kernel(InnerProduct.PLAIN, image, plain(height * width * 64, 128))) {
      return dense.inputs().get(1);
    }
  }

  @Test
  void anotherTensorCannotBeReorderedTo() {
    assertThatThrownBy(() -> ENGINE.reorder(plain(2, 3), plain(3, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "cannot reorder f32[2x3] plain to f32[3x2] plain; expected two layouts of one tensor");
  }

  @Test
  void aLayoutOfAnotherEngineIsRefused() {
    Layout foreign = ReferenceEngine.float32().plain(TensorType.of(2));

    assertThatThrownBy(() -> ENGINE.reorder(foreign, plain(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("of another engine; each engine takes only its own");
  }

  private static String format(Layout layout) {
    String text = layout.toString();
    return text.substring(text.indexOf(' '));
  }
}
