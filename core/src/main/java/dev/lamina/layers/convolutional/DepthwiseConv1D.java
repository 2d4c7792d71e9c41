package dev.lamina.layers.convolutional;

import dev.lamina.config.ConfigReader;
import dev.lamina.layers.arguments.Sizes;

/**
 * Slides learned filters over each channel of a sequence on its own: {@code (N, L, C) -> (N, L', C
 * depthMultiplier)}, the answers of a channel's filters beside each other. Sizes are those of
 * {@link Conv1D}.
 *
 * <p>Weights: {@code kernel (kernelSize, C, depthMultiplier)} and {@code bias (C depthMultiplier)}.
 *
 * <pre>{@code
 * new DepthwiseConv1D(3).strides(2).padding("same").activation("relu6");
 * }</pre>
 */
public final class DepthwiseConv1D extends BaseDepthwiseConv<DepthwiseConv1D> {
  /**
   * With a window of this length.
   *
   * @param kernelSize the window's length, at least 1
   */
  public DepthwiseConv1D(int kernelSize) {
    super("DepthwiseConv1D", 1, kernelSize);
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static DepthwiseConv1D from(ConfigReader config) {
    DepthwiseConv1D layer =
        new DepthwiseConv1D(1).kernelSize(Sizes.argument(config, "kernel_size", 1));
    layer.readDepthwise(config);
    return layer;
  }
}
