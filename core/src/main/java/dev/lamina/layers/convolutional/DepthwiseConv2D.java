package dev.lamina.layers.convolutional;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.Convolution;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.arguments.WeightArguments;
import java.util.List;
import java.util.Map;

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
public final class DepthwiseConv2D extends BaseDepthwiseConv2D<DepthwiseConv2D> {
  /**
   * With a square window.
   *
   * @param kernelSize the window's height and width, at least 1
   */
  public DepthwiseConv2D(int kernelSize) {
    this(kernelSize, kernelSize);
  }

  /** With a window of {@code kernelH} rows and {@code kernelW} columns. */
  public DepthwiseConv2D(int kernelH, int kernelW) {
    super(kernelH, kernelW);
  }

  @Override
  public Value call(CallContext context, List<Value> inputs) {
    Value x = single(inputs);
    Window window = window(x.shape());
    int channels = x.shape().dim(3);
    Value filter = depthwiseFilter(context, "kernel", channels);
    return convolve(context, Convolution.of(window, channels), x, filter);
  }

  @Override
  public String purpose() {
    return "Looks for learned patterns of %s pixels in each channel on its own."
        .formatted(kernelText());
  }

  @Override
  Map<String, WeightArguments> weights() {
    return Map.of("depthwise", depthwise());
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static DepthwiseConv2D from(ConfigReader config) {
    int[] kernel = config.pair("kernel_size");
    DepthwiseConv2D layer = new DepthwiseConv2D(kernel[0], kernel[1]);
    layer.readDepthwise(config);
    return layer;
  }

  @Override
  public Config config() {
    return withWeights(withDilation(withWindow(depthwiseConfig("DepthwiseConv2D"))));
  }
}
