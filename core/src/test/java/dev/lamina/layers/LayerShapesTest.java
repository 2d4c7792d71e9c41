package dev.lamina.layers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.ir.Shape;
import dev.lamina.layers.activation.Activation;
import dev.lamina.layers.activation.ELU;
import dev.lamina.layers.activation.LeakyReLU;
import dev.lamina.layers.activation.ReLU;
import dev.lamina.layers.activation.Softmax;
import dev.lamina.layers.arguments.Padding;
import dev.lamina.layers.convolutional.Conv2D;
import dev.lamina.layers.convolutional.Conv2DTranspose;
import dev.lamina.layers.convolutional.DepthwiseConv2D;
import dev.lamina.layers.convolutional.SeparableConv2D;
import dev.lamina.layers.core.Dense;
import dev.lamina.layers.normalization.BatchNormalization;
import dev.lamina.layers.pooling.AveragePooling2D;
import dev.lamina.layers.pooling.GlobalAveragePooling2D;
import dev.lamina.layers.pooling.MaxPool2D;
import dev.lamina.layers.pooling.MaxPooling2D;
import dev.lamina.layers.pooling.Pooling2D;
import dev.lamina.layers.preprocessing.Rescaling;
import dev.lamina.layers.regularization.Dropout;
import dev.lamina.layers.reshaping.Flatten;
import dev.lamina.layers.reshaping.Reshape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LayerShapesTest {
  record Case(int h, int w, int kernelH, int kernelW, int strideH, int strideW, int dilation) {}

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (int h : new int[] {1, 5, 8, 13}) {
      for (int w : new int[] {6, 9}) {
        for (int kernelH : new int[] {1, 2, 3, 5}) {
          for (int kernelW : new int[] {1, 4}) {
            for (int stride = 1; stride <= 3; stride++) {
              cases.add(new Case(h, w, kernelH, kernelW, stride, 4 - stride, 1));
            }
            cases.add(new Case(h, w, kernelH, kernelW, 1, 1, 2));
          }
        }
      }
    }
    return cases;
  }

  /** The definition, counted out: the places where the window stays inside. */
  private static int valid(int size, int kernel, int stride, int dilation) {
    int places = 0;
    for (int start = 0; start + (kernel - 1) * dilation < size; start += stride) {
      places++;
    }
    return places;
  }

  private static int same(int size, int stride) {
    return (int) Math.ceil((double) size / stride);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void convolution(Case c) {
    Conv2D layer =
        new Conv2D(7, c.kernelH, c.kernelW).strides(c.strideH, c.strideW).dilationRate(c.dilation);
    assertThat(LayerProbe.inference(layer.padding("same"), 2, c.h, c.w, 3).output())
        .isEqualTo(Shape.of(2, same(c.h, c.strideH), same(c.w, c.strideW), 7));
    int h = valid(c.h, c.kernelH, c.strideH, c.dilation);
    int w = valid(c.w, c.kernelW, c.strideW, c.dilation);
    if (h > 0 && w > 0) {
      assertThat(LayerProbe.inference(layer, 1, c.h, c.w, 3).output())
          .isEqualTo(Shape.of(1, h, w, 7));
    }
  }

  /** Channels on their own: the sizes are those of convolution. */
  @ParameterizedTest
  @MethodSource("cases")
  void depthwise(Case c) {
    Conv2D conv = new Conv2D(6, c.kernelH, c.kernelW).strides(c.strideH, c.strideW);
    DepthwiseConv2D each =
        new DepthwiseConv2D(c.kernelH, c.kernelW).strides(c.strideH, c.strideW).depthMultiplier(2);
    SeparableConv2D mixed =
        new SeparableConv2D(6, c.kernelH, c.kernelW).strides(c.strideH, c.strideW);
    Shape expected = LayerProbe.inference(conv.padding("same"), 2, c.h, c.w, 3).output();
    assertThat(LayerProbe.inference(each.padding("same"), 2, c.h, c.w, 3).output())
        .isEqualTo(expected);
    assertThat(LayerProbe.inference(mixed.padding("same"), 2, c.h, c.w, 3).output())
        .isEqualTo(expected);
  }

  /** What a convolution makes of the output is as large as the input. */
  @ParameterizedTest
  @MethodSource("cases")
  void transposedConvolution(Case c) {
    Conv2DTranspose layer =
        new Conv2DTranspose(7, c.kernelH, c.kernelW)
            .strides(c.strideH, c.strideW)
            .dilationRate(c.dilation);
    Shape same = LayerProbe.inference(layer.padding("same"), 2, c.h, c.w, 3).output();
    assertThat(same).isEqualTo(Shape.of(2, c.h * c.strideH, c.w * c.strideW, 7));
    Shape valid = LayerProbe.inference(layer, 2, c.h, c.w, 3).output();
    assertThat(valid.dim(1))
        .isEqualTo((c.h - 1) * c.strideH + Math.max((c.kernelH - 1) * c.dilation + 1, c.strideH));
    assertThat(valid(valid.dim(1), c.kernelH, c.strideH, c.dilation)).isEqualTo(c.h);
    assertThat(valid(valid.dim(2), c.kernelW, c.strideW, c.dilation)).isEqualTo(c.w);
  }

  /**
   * An even kernel without output padding leaves a stride less than TensorFlow can compute; Keras
   * on JAX gives this.
   */
  @Test
  void transposedConvolutionWithOutputPadding() {
    Conv2DTranspose layer = new Conv2DTranspose(1, 4).strides(2).padding("same").outputPadding(0);
    assertThat(LayerProbe.inference(layer, 1, 5, 6, 1).output()).isEqualTo(Shape.of(1, 8, 10, 1));
    assertThat(LayerProbe.inference(layer.outputPadding(1), 1, 5, 6, 1).output())
        .isEqualTo(Shape.of(1, 9, 11, 1));
    assertThat(LayerProbe.inference(layer.kernelSize(3), 1, 5, 6, 1).output())
        .isEqualTo(Shape.of(1, 9, 11, 1));
    assertThat(LayerProbe.inference(layer.padding("valid"), 1, 5, 6, 1).output())
        .isEqualTo(Shape.of(1, 12, 14, 1));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void pooling(Case c) {
    for (Pooling2D<?> layer :
        List.of(
            new MaxPool2D(c.kernelH, c.kernelW),
            new MaxPooling2D(c.kernelH, c.kernelW),
            new AveragePooling2D(c.kernelH, c.kernelW))) {
      Pooling2D<?> strided = layer.strides(c.strideH, c.strideW);
      assertThat(LayerProbe.inference(strided.padding("same"), 2, c.h, c.w, 3).output())
          .isEqualTo(Shape.of(2, same(c.h, c.strideH), same(c.w, c.strideW), 3));
      assertThat(LayerProbe.inference(layer.padding(Padding.SAME), 2, c.h, c.w, 3).output())
          .isEqualTo(Shape.of(2, same(c.h, c.kernelH), same(c.w, c.kernelW), 3));
      int h = valid(c.h, c.kernelH, c.strideH, 1);
      int w = valid(c.w, c.kernelW, c.strideW, 1);
      if (h > 0 && w > 0) {
        assertThat(LayerProbe.inference(strided, 1, c.h, c.w, 3).output())
            .isEqualTo(Shape.of(1, h, w, 3));
      }
    }
  }

  @Test
  void defaultPoolingHalves() {
    for (Layer layer : List.of(new MaxPool2D(), new MaxPooling2D(), new AveragePooling2D())) {
      assertThat(LayerProbe.inference(layer, 5, 9, 7, 2).output()).isEqualTo(Shape.of(5, 4, 3, 2));
    }
  }

  @Test
  void globalPooling() {
    GlobalAveragePooling2D layer = new GlobalAveragePooling2D();
    assertThat(LayerProbe.inference(layer, 2, 5, 7, 3).output()).isEqualTo(Shape.of(2, 3));
    assertThat(LayerProbe.inference(layer.keepDims(true), 2, 5, 7, 3).output())
        .isEqualTo(Shape.of(2, 1, 1, 3));
  }

  @Test
  void flattenAndReshape() {
    assertThat(LayerProbe.inference(new Flatten(), 2, 5, 7, 3).output())
        .isEqualTo(Shape.of(2, 105));
    assertThat(LayerProbe.inference(new Flatten(), 4).output()).isEqualTo(Shape.of(4, 1));
    assertThat(LayerProbe.inference(new Reshape(7, 5, 3), 2, 105).output())
        .isEqualTo(Shape.of(2, 7, 5, 3));
    assertThat(LayerProbe.inference(new Reshape(-1, 15), 2, 5, 7, 3).output())
        .isEqualTo(Shape.of(2, 7, 15));
  }

  @Test
  void denseTakesTheLastAxis() {
    assertThat(LayerProbe.inference(new Dense(4), 2, 6).output()).isEqualTo(Shape.of(2, 4));
    assertThat(LayerProbe.inference(new Dense(4), 2, 3, 5, 6).output())
        .isEqualTo(Shape.of(2, 3, 5, 4));
  }

  @Test
  void othersKeepTheShape() {
    for (Layer layer :
        List.of(
            new Input(5, 7, 3),
            new BatchNormalization(),
            new BatchNormalization().axis(1),
            new Dropout(0.5),
            new Dropout(0),
            new Dropout(1),
            new Activation("softmax"),
            new ReLU(),
            new ReLU().maxValue(6).threshold(1).negativeSlope(0.1),
            new LeakyReLU(),
            new ELU(),
            new Softmax().axis(2),
            new Rescaling(2))) {
      for (int batch : new int[] {1, 4}) {
        assertThat(LayerProbe.training(layer, batch, 5, 7, 3).output())
            .isEqualTo(Shape.of(batch, 5, 7, 3));
        assertThat(LayerProbe.inference(layer, batch, 5, 7, 3).output())
            .isEqualTo(Shape.of(batch, 5, 7, 3));
      }
    }
  }
}
