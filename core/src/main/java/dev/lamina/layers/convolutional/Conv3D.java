package dev.lamina.layers.convolutional;

import dev.lamina.config.ConfigReader;
import dev.lamina.layers.arguments.Sizes;

/**
 * Slides learned filters over volumes: {@code (N, D, H, W, C) -> (N, D', H', W', filters)}. Each
 * filter sees a window of the volume and answers how well it matches. With padding {@code valid}
 * {@code D' = floor((D - ((kernel - 1) dilation + 1)) / stride) + 1}; with {@code same} {@code D' =
 * ceil(D / stride)}. Strides above 1 do not go together with a dilation rate above 1.
 *
 * <p>Weights: {@code kernel (kernelD, kernelH, kernelW, C / groups, filters)} and {@code bias
 * (filters)}.
 *
 * <pre>{@code
 * new Conv3D(32, 3).padding("same").activation("relu");
 * }</pre>
 */
public final class Conv3D extends BaseConv<Conv3D> {
  /**
   * With a window of this size along each axis.
   *
   * @param filters the number of output channels, at least 1
   * @param kernelSize the window's size along each axis, at least 1
   */
  public Conv3D(int filters, int kernelSize) {
    super("Conv3D", 3, filters, kernelSize);
  }

  /** With a window of {@code kernelD} planes, {@code kernelH} rows and {@code kernelW} columns. */
  public Conv3D(int filters, int kernelD, int kernelH, int kernelW) {
    super("Conv3D", 3, filters, kernelD, kernelH, kernelW);
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static Conv3D from(ConfigReader config) {
    return new Conv3D(config.integer("filters"), 1)
        .kernelSize(Sizes.argument(config, "kernel_size", 3))
        .withConvArguments(config);
  }
}
