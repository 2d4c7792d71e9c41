package dev.lamina.layers.convolutional;

import dev.lamina.config.ConfigReader;
import dev.lamina.layers.arguments.Sizes;

/**
 * A convolution in two steps: filters over each channel on its own, as {@link DepthwiseConv1D} has
 * them, then a mixture of all their answers in each place: {@code (N, L, C) -> (N, L', filters)}.
 * Sizes are those of {@link Conv1D}.
 *
 * <p>Weights: {@code depthwise_kernel (kernelSize, C, depthMultiplier)}, {@code pointwise_kernel
 * (1, C depthMultiplier, filters)} and {@code bias (filters)}. Bias and activation come behind the
 * second step.
 *
 * <pre>{@code
 * new SeparableConv1D(64, 3).padding("same").activation("relu");
 * }</pre>
 */
public final class SeparableConv1D extends BaseSeparableConv<SeparableConv1D> {
  /**
   * With a window of this length.
   *
   * @param filters the number of output channels, at least 1
   * @param kernelSize the window's length, at least 1
   */
  public SeparableConv1D(int filters, int kernelSize) {
    super("SeparableConv1D", 1, filters, kernelSize);
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static SeparableConv1D from(ConfigReader config) {
    SeparableConv1D layer =
        new SeparableConv1D(config.integer("filters"), 1)
            .kernelSize(Sizes.argument(config, "kernel_size", 1));
    layer.readSeparable(config);
    return layer;
  }
}
