package dev.lamina.layers.convolutional;

import dev.lamina.config.ConfigReader;
import dev.lamina.layers.arguments.Sizes;

/**
 * Paints a learned pattern around every place, and so makes sequences larger: {@code (N, L, C) ->
 * (N, L', filters)}. It goes the way of a {@link Conv1D} backwards, from its output's shape to its
 * input's.
 *
 * <p>With {@code span = (kernel - 1) dilation + 1}, {@code L' = (L - 1) stride + span +
 * outputPadding} with padding {@code valid}; with {@code same} {@code L' = (L - 1) stride + span %
 * 2 + outputPadding}. Without an {@code outputPadding} they are {@code (L - 1) stride + max(span,
 * stride)} and {@code L stride}.
 *
 * <p>Weights: {@code kernel (kernelSize, filters, C)} and {@code bias (filters)}.
 *
 * <pre>{@code
 * new Conv1DTranspose(64, 2).strides(2).activation("relu"); // twice as large
 * }</pre>
 */
public final class Conv1DTranspose extends BaseConvTranspose<Conv1DTranspose> {
  /**
   * With a window of this length.
   *
   * @param filters the number of output channels, at least 1
   * @param kernelSize the window's length, at least 1
   */
  public Conv1DTranspose(int filters, int kernelSize) {
    super("Conv1DTranspose", 1, filters, kernelSize);
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static Conv1DTranspose from(ConfigReader config) {
    return new Conv1DTranspose(config.integer("filters"), 1)
        .kernelSize(Sizes.argument(config, "kernel_size", 1))
        .withTransposeArguments(config);
  }
}
