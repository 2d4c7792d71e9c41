package dev.lamina.engine.onednn;

import static dev.lamina.engine.onednn.Testing.CHUNKED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.engine.Kernel;
import dev.lamina.engine.KernelRequest;
import dev.lamina.engine.Operand;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.ConvolutionFilterGradient;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("instruction-sets")
class ConvolutionKernelsTest {
  /** Whether a filter gradient wants the gradient of the images channels last. */
  private static boolean isChannelsLast(Window window) {
    Shape image = Shape.of(5, 12, 12, 11);
    Shape output = window.outputShape(image, 35);
    BitSet used = new BitSet();
    used.set(0);
    KernelRequest request =
        new KernelRequest(
            new ConvolutionFilterGradient(window, 1, false),
            List.of(
                new Operand(TensorType.of(image), null), new Operand(TensorType.of(output), null)),
            List.of(TensorType.of(window.filterShape(11, 35))),
            used);
    return CHUNKED.call(
        () -> {
          try (Kernel kernel = CHUNKED.kernel(request).orElseThrow()) {
            return kernel.inputs().get(1).isPlain();
          }
        });
  }

  /** There oneDNN writes beyond its scratch memory. */
  @Test
  void filterGradientsOfStridedPointwiseConvolutionsAreNotChannelsLast() {
    Machine.requireTiles();

    assertThat(isChannelsLast(Window.of(1, 1).strides(2, 1))).isFalse();
    assertThat(isChannelsLast(Window.of(1, 1).strides(1, 2))).isFalse();
    assertThat(isChannelsLast(Window.of(1, 1))).isTrue();
    assertThat(isChannelsLast(Window.of(2, 2).strides(2, 2))).isTrue();
  }
}
