package dev.lamina.layers.convolutional;

import dev.lamina.config.Config;
import dev.lamina.ir.Value;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.Convolution;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.arguments.WeightArguments;
import java.util.List;
import java.util.Map;

/**
 * What {@link DepthwiseConv1D} and {@link DepthwiseConv2D} share.
 *
 * @param <L> the layer itself
 */
public abstract sealed class BaseDepthwiseConv<L extends BaseDepthwiseConv<L>>
    extends BaseDepthwise<L> permits DepthwiseConv1D, DepthwiseConv2D {
  BaseDepthwiseConv(String className, int axes, int... kernelSize) {
    super(className, axes, kernelSize);
  }

  @Override
  public final Value call(CallContext context, List<Value> inputs) {
    Value x = single(inputs);
    Window window = window(x.shape());
    int channels = x.shape().dim(-1);
    Value filter = depthwiseFilter(context, "kernel", channels);
    return convolve(context, Convolution.of(window, channels), x, filter);
  }

  @Override
  public final String purpose() {
    return "Looks for learned patterns of %s in each channel on its own.".formatted(kernelText());
  }

  @Override
  final Map<String, WeightArguments> weights() {
    return Map.of("depthwise", depthwise());
  }

  @Override
  public final Config config() {
    return withWeights(withDilation(withWindow(depthwiseConfig())));
  }
}
