package dev.lamina.layers.convolutional;

import dev.lamina.config.ConfigReader;
import dev.lamina.layers.arguments.Sizes;

/**
 * Paints a learned pattern around every place, and so makes volumes larger: {@code (N, D, H, W, C)
 * -> (N, D', H', W', filters)}. It goes the way of a {@link Conv3D} backwards, from its output's
 * shape to its input's.
 *
 * <p>With {@code span = (kernel - 1) dilation + 1}, {@code D' = (D - 1) stride + span +
 * outputPadding} with padding {@code valid}; with {@code same} {@code D' = (D - 1) stride + span %
 * 2 + outputPadding}. Without an {@code outputPadding} they are {@code (D - 1) stride + max(span,
 * stride)} and {@code D stride}.
 *
 * <p>Weights: {@code kernel (kernelD, kernelH, kernelW, filters, C)} and {@code bias (filters)}.
 *
 * <pre>{@code
 * new Conv3DTranspose(64, 2).strides(2).activation("relu"); // twice as large
 * }</pre>
 */
public final class Conv3DTranspose extends BaseConvTranspose<Conv3DTranspose> {
  /**
   * With a window of this size along each axis.
   *
   * @param filters the number of output channels, at least 1
   * @param kernelSize the window's size along each axis, at least 1
   */
  public Conv3DTranspose(int filters, int kernelSize) {
    super("Conv3DTranspose", 3, filters, kernelSize);
  }

  /** With a window of {@code kernelD} planes, {@code kernelH} rows and {@code kernelW} columns. */
  public Conv3DTranspose(int filters, int kernelD, int kernelH, int kernelW) {
    super("Conv3DTranspose", 3, filters, kernelD, kernelH, kernelW);
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static Conv3DTranspose from(ConfigReader config) {
    return new Conv3DTranspose(config.integer("filters"), 1)
        .kernelSize(Sizes.argument(config, "kernel_size", 3))
        .withTransposeArguments(config);
  }
}
