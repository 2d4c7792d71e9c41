package dev.lamina.engine.onednn.convolutions;

import static dev.lamina.engine.onednn.Testing.ENGINE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.engine.onednn.primitives.Avoidance;
import dev.lamina.engine.onednn.primitives.OneDnnRuntime;
import dev.lamina.ir.DType;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which convolutions AMX's code is kept from; needs no AMX. */
class KnownFaultsTest {
  private static final String AMX_CODE = "brg_conv_fwd:avx10_1_512_amx";

  private static boolean isWrong(Window window, int width, int channels) {
    Shape input = Shape.of(2, width, width, channels);
    return KnownFaults.isWrongOnAmx(window, channels, window.outputShape(input, 8).dim(2));
  }

  private static Window square(int kernel, int stride) {
    return Window.of(kernel, kernel).strides(stride, stride);
  }

  private static Window same(int pixels, int kernel, int stride) {
    return Window.of(kernel, kernel).strides(stride, stride).same(pixels, pixels);
  }

  /** Seen to be wrong: images narrower than kernel and stride together. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 15, 16, 17, 32, 64, 96})
  void stridedConvolutionsToOneColumnAreWrong(int channels) {
    for (int kernel = 1; kernel <= 7; kernel++) {
      for (int stride = 2; stride <= 4; stride++) {
        for (int width = kernel; width < kernel + stride; width++) {
          assertThat(isWrong(square(kernel, stride), width, channels))
              .as("kernel %d, stride %d, width %d", kernel, stride, width)
              .isTrue();
        }
      }
    }
  }

  @Test
  void paddedAndDilatedOnesToo() {
    assertThat(isWrong(same(2, 3, 2), 2, 32)).isTrue();
    assertThat(isWrong(Window.of(3, 3).strides(2, 2).dilation(2, 2), 5, 32)).isTrue();
    assertThat(isWrong(Window.of(1, 3).strides(1, 2), 4, 32)).isTrue();
    assertThat(isWrong(Window.of(3, 1).strides(1, 2), 2 + 1, 32)).isFalse(); // two columns
  }

  /** Seen to be wrong with 16 channels, at all sizes. */
  @ParameterizedTest
  @ValueSource(ints = {4, 5, 8, 16})
  void patchesAreWrong(int patch) {
    for (int width = patch; width <= 224; width += patch) {
      assertThat(isWrong(square(patch, patch), width, 16)).isTrue();
    }
  }

  /** Where oneDNN's code may read a padded filter as if it were not padded. */
  @ParameterizedTest
  @CsvSource({"4, 1, 16", "8, 1, 8", "6, 2, 16", "16, 1, 4"})
  void fewChannelsThatFillTilesMayBeWrong(int kernel, int stride, int channels) {
    assertThat(isWrong(square(kernel, stride), 40, channels)).isTrue();
    assertThat(isWrong(Window.of(kernel, 1).strides(stride, stride), 40, channels)).isTrue();
  }

  /** Seen to be right, and what networks are made of. */
  @Test
  void squareSamePaddedConvolutionsStayOnAmx() {
    for (int kernel = 3; kernel <= 7; kernel += 2) {
      for (int stride = 1; stride <= 3; stride++) {
        for (int pixels = 8; pixels <= 48; pixels++) {
          for (int channels : new int[] {1, 3, 8, 16, 17, 32, 48, 64, 96, 128}) {
            assertThat(isWrong(same(pixels, kernel, stride), pixels, channels)).isFalse();
          }
        }
      }
    }
  }

  @Test
  void residualNetworksStayOnAmx() {
    assertThat(isWrong(same(224, 7, 2), 224, 3)).isFalse();
    assertThat(isWrong(square(1, 1), 56, 64)).isFalse();
    assertThat(isWrong(square(1, 2), 56, 256)).isFalse();
    assertThat(isWrong(same(56, 3, 2), 56, 128)).isFalse();
    assertThat(isWrong(square(2, 2), 56, 96)).isFalse();
    assertThat(isWrong(same(7, 3, 1), 7, 512)).isFalse();
    assertThat(isWrong(square(7, 1), 7, 512)).isFalse(); // one column, but not strided
  }

  private static Avoidance avoidance(ConvolutionPass pass, int stride, int channels, int groups) {
    Window window = square(4, stride);
    TensorType input = new TensorType(DType.BFLOAT16, Shape.of(1, 32, 32, channels));
    TensorType filter = new TensorType(DType.BFLOAT16, Shape.of(4, 4, channels / groups, 32));
    TensorType output = new TensorType(DType.BFLOAT16, window.outputShape(input.shape(), 32));
    return ENGINE.call(
        () -> {
          try (OneDnnRuntime runtime = new OneDnnRuntime()) {
            return KnownFaults.avoidance(
                pass,
                new ConvolutionShapes(runtime, window, groups, input, filter, output, true, false));
          }
        });
  }

  @Test
  void forwardConvolutionsPassOverAmxWhereItIsWrong() {
    assertThat(avoidance(ConvolutionPass.FORWARD, 4, 16, 1).covers(AMX_CODE)).isTrue();
    assertThat(avoidance(ConvolutionPass.FORWARD, 4, 16, 1).covers("jit:avx512_core_amx_bf16"))
        .isTrue();
    assertThat(avoidance(ConvolutionPass.FORWARD, 4, 16, 1).covers("brgconv:avx512_core_bf16"))
        .isFalse();
    assertThat(avoidance(ConvolutionPass.FORWARD, 2, 32, 1).covers(AMX_CODE)).isFalse();
    assertThat(avoidance(ConvolutionPass.FORWARD, 2, 32, 2).covers(AMX_CODE)).isTrue();
    assertThat(avoidance(ConvolutionPass.INPUT_GRAD, 4, 16, 1).covers(AMX_CODE)).isFalse();
    assertThat(avoidance(ConvolutionPass.FILTER_GRAD, 4, 16, 1).covers(AMX_CODE)).isFalse();
  }

  @Test
  void filterGradientsOfVolumesPassOverBfloat16() {
    Window window = Window.of(3, 3, 3).same(2, 4, 4);
    assertThat(avoidance(ConvolutionPass.FILTER_GRAD, window, DType.BFLOAT16))
        .matches(avoidance -> avoidance.covers("jit_bf16:avx512_core_bf16"))
        .matches(avoidance -> avoidance.covers("brg_conv_bwd_w:avx10_1_512_amx"))
        .matches(avoidance -> !avoidance.covers("x64:gemm:jit"));
    assertThat(avoidance(ConvolutionPass.INPUT_GRAD, window, DType.BFLOAT16).isEmpty()).isTrue();
    assertThat(avoidance(ConvolutionPass.FILTER_GRAD, window, DType.FLOAT32).isEmpty()).isTrue();
  }

  private static Avoidance avoidance(ConvolutionPass pass, Window window, DType dtype) {
    TensorType input = new TensorType(dtype, Shape.of(1, 2, 4, 4, 16));
    TensorType filter = new TensorType(dtype, window.filterShape(16, 8));
    TensorType output = new TensorType(dtype, window.outputShape(input.shape(), 8));
    return ENGINE.call(
        () -> {
          try (OneDnnRuntime runtime = new OneDnnRuntime()) {
            return KnownFaults.avoidance(
                pass,
                new ConvolutionShapes(runtime, window, 1, input, filter, output, true, false));
          }
        });
  }

  @Test
  void sequencesAndVolumesAreKeptFromAmx() {
    assertThat(KnownFaults.isWrongOnAmx(Window.of(3), 32, 8)).isTrue();
    assertThat(KnownFaults.isWrongOnAmx(Window.of(3, 3, 3), 32, 8)).isTrue();
    assertThat(KnownFaults.isWrongOnAmx(Window.of(3, 3), 32, 8)).isFalse();
  }

  @Test
  void filterGradientsOfStridedPointwiseConvolutionsAreWrongChannelsLast() {
    Window strided = Window.of(1, 1).strides(1, 2);
    assertThat(KnownFaults.isWrongChannelsLast(ConvolutionPass.FILTER_GRAD, strided)).isTrue();
    assertThat(KnownFaults.isWrongChannelsLast(ConvolutionPass.INPUT_GRAD, strided)).isFalse();
    assertThat(KnownFaults.isWrongChannelsLast(ConvolutionPass.FILTER_GRAD, square(1, 1)))
        .isFalse();
    assertThat(KnownFaults.isWrongChannelsLast(ConvolutionPass.FILTER_GRAD, square(2, 2)))
        .isFalse();
  }
}
