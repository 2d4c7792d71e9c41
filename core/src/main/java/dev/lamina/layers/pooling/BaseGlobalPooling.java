package dev.lamina.layers.pooling;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.ReductionFunction;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.FluentLayer;
import dev.lamina.layers.arguments.Spatial;
import java.util.List;

/**
 * What layers share that make one number of each whole channel.
 *
 * @param <L> the layer itself
 */
public abstract class BaseGlobalPooling<L extends BaseGlobalPooling<L>> extends FluentLayer<L> {
  private final String className;
  private final int axes;
  private final ReductionFunction function;
  private boolean keepDims;

  BaseGlobalPooling(String className, int axes, ReductionFunction function) {
    this.className = className;
    this.axes = axes;
    this.function = function;
  }

  /** A copy that keeps the axes as ones of size 1, or not, the default. */
  public final L keepDims(boolean keepDims) {
    L copy = copy();
    ((BaseGlobalPooling<L>) copy).keepDims = keepDims;
    return copy;
  }

  @Override
  public final Value call(CallContext context, List<Value> inputs) {
    Value x = Spatial.require(single(inputs), axes);
    return context.graph().reduce(function, x, Spatial.axes(axes), keepDims);
  }

  /** A copy with what a config says. */
  final L withArguments(ConfigReader config) {
    config.only("data_format", "channels_last");
    return keepDims(config.flag("keepdims", false));
  }

  @Override
  public final Config config() {
    return baseConfig(className).with("data_format", "channels_last").with("keepdims", keepDims);
  }

  @Override
  public final String purpose() {
    String thing = Spatial.thing(axes);
    return function == ReductionFunction.MEAN
        ? "Averages each channel over the whole %s: what is there, no longer where."
            .formatted(thing)
        : "Keeps the strongest answer of each channel: whether something is there, no longer where.";
  }
}
