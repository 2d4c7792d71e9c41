package dev.lamina.layers.convolutional;

import dev.lamina.ShapeException;
import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.Convolution;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.arguments.Spatial;
import java.util.List;

/**
 * What {@link Conv1D}, {@link Conv2D} and {@link Conv3D} share: all but how many axes they slide
 * along.
 *
 * @param <L> the layer itself
 */
public abstract sealed class BaseConv<L extends BaseConv<L>> extends BaseFilters<L>
    permits Conv1D, Conv2D, Conv3D {
  private int groups = 1;

  BaseConv(String className, int axes, int filters, int... kernelSize) {
    super(className, axes, filters, kernelSize);
  }

  /**
   * A copy that splits input channels and filters into this many groups, each convolved on its own;
   * 1 by default. Both numbers must be multiples of it.
   */
  public final L groups(int groups) {
    L copy = copy();
    ((BaseConv<L>) copy).groups = Arguments.positive("groups", groups);
    copy.check();
    return copy;
  }

  @Override
  void check() {
    if (filters() % groups != 0) {
      throw new IllegalArgumentException(
          "groups must divide the number of filters, received groups=%d and filters=%d"
              .formatted(groups, filters()));
    }
    requireNotStridedAndDilated();
    if (axes() > 1) {
      padding().requireSymmetric();
    }
  }

  @Override
  public final Value call(CallContext context, List<Value> inputs) {
    Value x = single(inputs);
    Window window = window(x.shape());
    int channels = x.shape().dim(-1);
    if (channels % groups != 0) {
      throw new ShapeException(
          "groups=%d must divide the number of input channels, received %d (input %s)"
              .formatted(groups, channels, x.shape()));
    }
    Value kernel = kernel(context, channels / groups, filters());
    return convolve(context, Convolution.of(window, groups), x, kernel);
  }

  @Override
  public final String purpose() {
    return "Looks for %d learned patterns of %s everywhere in the %s."
        .formatted(filters(), kernelText(), Spatial.thing(axes()));
  }

  /** A copy with what a config says, groups included. */
  final L withConvArguments(ConfigReader config) {
    return withArguments(config).groups(config.integer("groups", 1));
  }

  @Override
  public final Config config() {
    return withWeights(withDilation(filterConfig()).with("groups", groups));
  }
}
