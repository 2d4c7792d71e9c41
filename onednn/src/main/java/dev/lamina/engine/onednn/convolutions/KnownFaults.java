package dev.lamina.engine.onednn.convolutions;

import dev.lamina.engine.onednn.primitives.Avoidance;
import dev.lamina.ir.DType;
import dev.lamina.ir.Window;
import dev.lamina.ir.WindowAxis;

/**
 * Convolutions that oneDNN 3.11 computes wrongly. What is told here holds for more shapes than
 * those that were seen to be wrong: the rules follow oneDNN's code, and where that leaves a doubt,
 * they take the larger set. {@code docs/upstream} has the reports.
 */
final class KnownFaults {
  /** In the names of all implementations that use AMX's tiles. */
  static final String AMX = "amx";

  /** In the names of all that use instructions for bfloat16. */
  private static final String BFLOAT16 = "bf16";

  private static final int FEWEST_STRIDE_OF_PATCHES = 4;
  private static final int MOST_PACKED_CHANNELS = 16;
  private static final int TILE_COLUMNS = 32;

  private KnownFaults() {}

  /** The implementations to pass over for one pass of a convolution. */
  static Avoidance avoidance(ConvolutionPass pass, ConvolutionShapes convolution) {
    Avoidance setting = Avoidance.bySetting();
    if (pass == ConvolutionPass.FORWARD && isWrongOnAmx(convolution)) {
      return setting.and(AMX);
    }
    return isWrongInBfloat16(pass, convolution) ? setting.and(BFLOAT16).and(AMX) : setting;
  }

  /**
   * Filter gradients of volumes: wrong where the kernel reaches into the padding at the front and
   * at the back at once, as with a kernel of 3 over 2 planes. All volumes are taken.
   */
  private static boolean isWrongInBfloat16(ConvolutionPass pass, ConvolutionShapes convolution) {
    return pass == ConvolutionPass.FILTER_GRAD
        && convolution.window().rank() > 2
        && convolution.inputType().dtype() == DType.BFLOAT16;
  }

  private static boolean isWrongOnAmx(ConvolutionShapes convolution) {
    return isWrongOnAmx(
        convolution.window(),
        convolution.inputType().shape().dim(-1) / convolution.groups(),
        convolution.outputType().shape().dim(-2));
  }

  /**
   * Whether AMX's forward convolution of this shape may be wrong, and may read memory that is not
   * its own. It depends on nothing else: not on the batch, the height or what is fused.
   *
   * <ul>
   *   <li>One column of outputs, strided: the distance between rows of the copied image is taken to
   *       be stride times kernel, where the copy has them one kernel apart (rounded up to the
   *       stride).
   *   <li>Patches: a kernel as wide as its stride, 4 or more, was wrong at 16 channels. All strides
   *       from 4 on are taken.
   *   <li>Few channels whose products with the kernel's width fill tiles exactly: the filter is
   *       then read as if its channels were not padded, though it may be stored with them padded.
   *       Only even kernels from 4 on are concerned.
   *   <li>Sequences and volumes: nobody has looked at them on AMX.
   * </ul>
   *
   * @param channels of the input, in one group
   * @param columns width of the output
   */
  static boolean isWrongOnAmx(Window window, int channels, int columns) {
    if (window.rank() != 2) {
      return true;
    }
    WindowAxis width = window.axis(1);
    boolean oneColumn = width.stride() > 1 && columns == 1;
    boolean patches = width.stride() >= FEWEST_STRIDE_OF_PATCHES;
    int taps = width.kernel() > 1 ? width.kernel() : window.axis(0).kernel();
    int terms = taps * channels;
    boolean packed =
        channels <= MOST_PACKED_CHANNELS && terms > TILE_COLUMNS && terms % TILE_COLUMNS == 0;
    return oneColumn || patches || packed;
  }

  /**
   * The filter gradient of a strided 1x1 convolution: over images that lie channels last, oneDNN
   * writes beyond its scratch memory (with AVX-512), or computes other numbers (with AVX2).
   */
  static boolean isWrongChannelsLast(ConvolutionPass pass, Window window) {
    return pass == ConvolutionPass.FILTER_GRAD
        && window.taps() == 1
        && window.axes().stream().anyMatch(axis -> axis.stride() > 1);
  }
}
