package dev.lamina.layers.convolutional;

import dev.lamina.config.ConfigReader;
import dev.lamina.layers.arguments.Sizes;

/**
 * Slides learned filters over each channel of an image on its own: {@code (N, H, W, C) -> (N, H',
 * W', C depthMultiplier)}, the answers of a channel's filters beside each other. Sizes are those of
 * {@link Conv2D}. MobileNets (Howard et al., 2017) take it for most of their work: it needs C times
 * fewer products than a convolution of as many filters.
 *
 * <p>Weights: {@code kernel (kernelH, kernelW, C, depthMultiplier)} and {@code bias (C
 * depthMultiplier)}.
 *
 * <pre>{@code
 * new DepthwiseConv2D(3).strides(2).padding("same").activation("relu6");
 * }</pre>
 */
public final class DepthwiseConv2D extends BaseDepthwiseConv<DepthwiseConv2D> {
  /**
   * With a square window.
   *
   * @param kernelSize the window's height and width, at least 1
   */
  public DepthwiseConv2D(int kernelSize) {
    super("DepthwiseConv2D", 2, kernelSize);
  }

  /** With a window of {@code kernelH} rows and {@code kernelW} columns. */
  public DepthwiseConv2D(int kernelH, int kernelW) {
    super("DepthwiseConv2D", 2, kernelH, kernelW);
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static DepthwiseConv2D from(ConfigReader config) {
    DepthwiseConv2D layer =
        new DepthwiseConv2D(1).kernelSize(Sizes.argument(config, "kernel_size", 2));
    layer.readDepthwise(config);
    return layer;
  }
}
