package dev.lamina.layers.convolutional;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.Window;
import dev.lamina.ir.WindowAxis;
import dev.lamina.ir.ops.ConvolutionInputGradient;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.arguments.Padding;
import dev.lamina.layers.arguments.Sizes;
import dev.lamina.layers.arguments.Spatial;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Conv1DTranspose}, {@link Conv2DTranspose} and {@link Conv3DTranspose} share: all but
 * how many axes they go along.
 *
 * @param <L> the layer itself
 */
public abstract sealed class BaseConvTranspose<L extends BaseConvTranspose<L>>
    extends BaseFilters<L> permits Conv1DTranspose, Conv2DTranspose, Conv3DTranspose {
  private @Nullable Sizes outputPadding;

  BaseConvTranspose(String className, int axes, int filters, int... kernelSize) {
    super(className, axes, filters, kernelSize);
  }

  /**
   * A copy whose output is this much larger than the least, at the end of each axis; below the
   * strides, so set those first. By default the output has the size that the class states.
   *
   * @param padding one number for all axes, or one for each
   */
  public final L outputPadding(int... padding) {
    L copy = copy();
    ((BaseConvTranspose<L>) copy).outputPadding = Sizes.ofZeroAnd("outputPadding", axes(), padding);
    copy.check();
    return copy;
  }

  @Override
  final void check() {
    requireNotStridedAndDilated();
    padding().requireSymmetric();
    Sizes extra = outputPadding;
    for (int axis = 0; extra != null && axis < axes(); axis++) {
      if (extra.get(axis) >= strides().get(axis)) {
        throw new IllegalArgumentException(
            "outputPadding must be below the strides, received outputPadding=%s and strides=%s; set the strides first"
                .formatted(extra.values(), strides().values()));
      }
    }
  }

  @Override
  public final Value call(CallContext context, List<Value> inputs) {
    Value x = Spatial.require(single(inputs), axes());
    List<WindowAxis> window = new ArrayList<>();
    Shape output = x.shape().with(axes() + 1, filters());
    for (int axis = 0; axis < axes(); axis++) {
      int size = x.shape().dim(axis + 1);
      int painted = painted(axis, size);
      int kept = kept(axis, size, painted);
      int cropped = Math.max(painted - kept, 0);
      window.add(
          new WindowAxis(
              kernelSize().get(axis),
              strides().get(axis),
              dilationRate().get(axis),
              cropped / 2,
              cropped - cropped / 2));
      output = output.with(axis + 1, kept);
    }
    Value kernel = kernel(context, filters(), x.shape().dim(-1));
    Value y =
        context.graph().add(new ConvolutionInputGradient(new Window(window), 1, output), kernel, x);
    return activate(context, useBias() ? context.graph().plus(y, bias(context, filters())) : y);
  }

  private int span(int axis) {
    return Math.addExact(
        Math.multiplyExact(kernelSize().get(axis) - 1, dilationRate().get(axis)), 1);
  }

  /** How far all patterns together reach along an axis. */
  private int painted(int axis, int size) {
    return Math.addExact(Math.multiplyExact(size - 1, strides().get(axis)), span(axis));
  }

  /**
   * The size of the output: as Keras's {@code compute_conv_transpose_output_shape}, and JAX's
   * padding.
   */
  private int kept(int axis, int size, int painted) {
    Sizes extra = outputPadding;
    int stride = strides().get(axis);
    int span = span(axis);
    if (padding() == Padding.VALID) {
      return painted + (extra == null ? Math.max(stride - span, 0) : extra.get(axis));
    }
    return extra == null
        ? Math.multiplyExact(size, stride)
        : painted - span + span % 2 + extra.get(axis);
  }

  @Override
  public final String purpose() {
    return "Paints %d learned patterns of %s around every place, to make %ss larger."
        .formatted(filters(), kernelText(), Spatial.thing(axes()));
  }

  /** A copy with what a config says, the output's padding included. */
  final L withTransposeArguments(ConfigReader config) {
    L layer = withArguments(config);
    return config.has("output_padding")
        ? layer.outputPadding(Sizes.argument(config, "output_padding", axes()))
        : layer;
  }

  @Override
  public final Config config() {
    return withWeights(
        withDilation(
            filterConfig()
                .with("output_padding", outputPadding == null ? null : outputPadding.values())));
  }
}
