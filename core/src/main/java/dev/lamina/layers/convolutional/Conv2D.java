package dev.lamina.layers.convolutional;

import dev.lamina.config.ConfigReader;
import dev.lamina.layers.arguments.Sizes;

/**
 * Slides learned filters over images: {@code (N, H, W, C) -> (N, H', W', filters)}. Each filter
 * sees a window of the image and answers how well it matches. With padding {@code valid} {@code H'
 * = floor((H - ((kernel - 1) dilation + 1)) / stride) + 1}; with {@code same} {@code H' = ceil(H /
 * stride)}. Strides above 1 do not go together with a dilation rate above 1.
 *
 * <p>Weights: {@code kernel (kernelH, kernelW, C / groups, filters)} and {@code bias (filters)}.
 *
 * <pre>{@code
 * new Conv2D(32, 3).padding("same").activation("relu");
 * }</pre>
 */
public final class Conv2D extends BaseConv<Conv2D> {
  /**
   * With a square window.
   *
   * @param filters the number of output channels, at least 1
   * @param kernelSize the window's height and width, at least 1
   */
  public Conv2D(int filters, int kernelSize) {
    super("Conv2D", 2, filters, kernelSize);
  }

  /** With a window of {@code kernelH} rows and {@code kernelW} columns. */
  public Conv2D(int filters, int kernelH, int kernelW) {
    super("Conv2D", 2, filters, kernelH, kernelW);
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static Conv2D from(ConfigReader config) {
    return new Conv2D(config.integer("filters"), 1)
        .kernelSize(Sizes.argument(config, "kernel_size", 2))
        .withConvArguments(config);
  }
}
