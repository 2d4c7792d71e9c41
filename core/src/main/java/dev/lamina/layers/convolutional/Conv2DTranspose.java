package dev.lamina.layers.convolutional;

import dev.lamina.config.ConfigReader;
import dev.lamina.layers.arguments.Sizes;

/**
 * Paints a learned pattern around every place, and so makes images larger: {@code (N, H, W, C) ->
 * (N, H', W', filters)}. It goes the way of a {@link Conv2D} backwards, from its output's shape to
 * its input's; U-Nets (Ronneberger et al., 2015) return to the full size with it.
 *
 * <p>With {@code span = (kernel - 1) dilation + 1}, {@code H' = (H - 1) stride + span +
 * outputPadding} with padding {@code valid}; with {@code same} {@code H' = (H - 1) stride + span %
 * 2 + outputPadding}. Without an {@code outputPadding} they are {@code (H - 1) stride + max(span,
 * stride)} and {@code H stride}.
 *
 * <p>Weights: {@code kernel (kernelH, kernelW, filters, C)} and {@code bias (filters)}.
 *
 * <pre>{@code
 * new Conv2DTranspose(64, 2).strides(2).activation("relu"); // twice as large
 * }</pre>
 */
public final class Conv2DTranspose extends BaseConvTranspose<Conv2DTranspose> {
  /**
   * With a square window.
   *
   * @param filters the number of output channels, at least 1
   * @param kernelSize the window's height and width, at least 1
   */
  public Conv2DTranspose(int filters, int kernelSize) {
    super("Conv2DTranspose", 2, filters, kernelSize);
  }

  /** With a window of {@code kernelH} rows and {@code kernelW} columns. */
  public Conv2DTranspose(int filters, int kernelH, int kernelW) {
    super("Conv2DTranspose", 2, filters, kernelH, kernelW);
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static Conv2DTranspose from(ConfigReader config) {
    return new Conv2DTranspose(config.integer("filters"), 1)
        .kernelSize(Sizes.argument(config, "kernel_size", 2))
        .withTransposeArguments(config);
  }
}
