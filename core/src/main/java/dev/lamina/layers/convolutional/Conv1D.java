package dev.lamina.layers.convolutional;

import dev.lamina.config.ConfigReader;
import dev.lamina.layers.arguments.Sizes;

/**
 * Slides learned filters over sequences: {@code (N, L, C) -> (N, L', filters)}. Each filter sees a
 * window of the sequence and answers how well it matches. With padding {@code valid} {@code L' =
 * floor((L - ((kernel - 1) dilation + 1)) / stride) + 1}; with {@code same} {@code L' = ceil(L /
 * stride)}. Strides above 1 do not go together with a dilation rate above 1.
 *
 * <p>With padding {@code causal} no output sees what comes after its own place (van den Oord et
 * al., 2016): {@code L' = ceil(L / stride)}.
 *
 * <p>Weights: {@code kernel (kernelSize, C / groups, filters)} and {@code bias (filters)}.
 *
 * <pre>{@code
 * new Conv1D(32, 3).padding("causal").activation("relu");
 * }</pre>
 */
public final class Conv1D extends BaseConv<Conv1D> {
  /**
   * With a window of this length.
   *
   * @param filters the number of output channels, at least 1
   * @param kernelSize the window's length, at least 1
   */
  public Conv1D(int filters, int kernelSize) {
    super("Conv1D", 1, filters, kernelSize);
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static Conv1D from(ConfigReader config) {
    return new Conv1D(config.integer("filters"), 1)
        .kernelSize(Sizes.argument(config, "kernel_size", 1))
        .withConvArguments(config);
  }
}
