package dev.lamina.layers.convolutional;

import dev.lamina.config.ConfigReader;
import dev.lamina.layers.arguments.Sizes;

/**
 * A convolution in two steps: filters over each channel on its own, as {@link DepthwiseConv2D} has
 * them, then a mixture of all their answers in each place: {@code (N, H, W, C) -> (N, H', W',
 * filters)}. Sizes are those of {@link Conv2D}. Xception (Chollet, 2017) is made of it.
 *
 * <p>Weights: {@code depthwise_kernel (kernelH, kernelW, C, depthMultiplier)}, {@code
 * pointwise_kernel (1, 1, C depthMultiplier, filters)} and {@code bias (filters)}. Bias and
 * activation come behind the second step.
 *
 * <pre>{@code
 * new SeparableConv2D(64, 3).padding("same").activation("relu");
 * }</pre>
 */
public final class SeparableConv2D extends BaseSeparableConv<SeparableConv2D> {
  /**
   * With a square window.
   *
   * @param filters the number of output channels, at least 1
   * @param kernelSize the window's height and width, at least 1
   */
  public SeparableConv2D(int filters, int kernelSize) {
    super("SeparableConv2D", 2, filters, kernelSize);
  }

  /** With a window of {@code kernelH} rows and {@code kernelW} columns. */
  public SeparableConv2D(int filters, int kernelH, int kernelW) {
    super("SeparableConv2D", 2, filters, kernelH, kernelW);
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static SeparableConv2D from(ConfigReader config) {
    SeparableConv2D layer =
        new SeparableConv2D(config.integer("filters"), 1)
            .kernelSize(Sizes.argument(config, "kernel_size", 2));
    layer.readSeparable(config);
    return layer;
  }
}
