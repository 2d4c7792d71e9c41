package dev.lamina.layers.convolutional;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.constraints.Constraint;
import dev.lamina.constraints.Constraints;
import dev.lamina.initializers.GlorotUniform;
import dev.lamina.initializers.Initializer;
import dev.lamina.initializers.Initializers;
import dev.lamina.ir.Value;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.Convolution;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.arguments.Sizes;
import dev.lamina.layers.arguments.WeightArguments;
import dev.lamina.regularizers.Regularizer;
import dev.lamina.regularizers.Regularizers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@link SeparableConv1D} and {@link SeparableConv2D} share.
 *
 * @param <L> the layer itself
 */
public abstract sealed class BaseSeparableConv<L extends BaseSeparableConv<L>>
    extends BaseDepthwise<L> permits SeparableConv1D, SeparableConv2D {
  private final int filters;
  private WeightArguments pointwise = WeightArguments.of(new GlorotUniform());

  BaseSeparableConv(String className, int axes, int filters, int... kernelSize) {
    super(className, axes, kernelSize);
    this.filters = Arguments.positive("filters", filters);
  }

  /**
   * A copy whose pointwise kernel starts so; {@code glorot_uniform} by default. See {@link
   * Initializers}.
   */
  public final L pointwiseInitializer(String initializer) {
    return pointwiseInitializer(Initializers.get(initializer));
  }

  public final L pointwiseInitializer(Initializer initializer) {
    L copy = copy();
    ((BaseSeparableConv<L>) copy).pointwise = pointwise.with(initializer);
    return copy;
  }

  /**
   * A copy with this penalty on the pointwise kernel; none by default. See {@link
   * Regularizers#get}.
   */
  public final L pointwiseRegularizer(String regularizer) {
    return pointwiseRegularizer(Regularizers.get(regularizer));
  }

  public final L pointwiseRegularizer(Regularizer regularizer) {
    L copy = copy();
    ((BaseSeparableConv<L>) copy).pointwise = pointwise.with(regularizer);
    return copy;
  }

  /**
   * A copy with this constraint on the pointwise kernel; none by default. See {@link
   * Constraints#get}.
   */
  public final L pointwiseConstraint(String constraint) {
    return pointwiseConstraint(Constraints.get(constraint));
  }

  /** The same. */
  public final L pointwiseConstraint(Constraint constraint) {
    L copy = copy();
    ((BaseSeparableConv<L>) copy).pointwise = pointwise.with(constraint);
    return copy;
  }

  @Override
  public final Value call(CallContext context, List<Value> inputs) {
    Value x = single(inputs);
    Window window = window(x.shape());
    int channels = x.shape().dim(-1);
    Value filter = depthwiseFilter(context, "depthwise_kernel", channels);
    Value each = context.graph().add(Convolution.of(window, channels), x, filter);
    Window place = Window.of(Sizes.ones(axes()).toArray());
    Value mixed =
        pointwise.ask(
            context, "pointwise_kernel", place.filterShape(each.shape().dim(-1), filters));
    return convolve(context, Convolution.of(place, 1), each, mixed);
  }

  @Override
  public final String purpose() {
    return "Looks for patterns of %s in each channel, then mixes them into %d %s."
        .formatted(kernelText(), filters, filters == 1 ? "channel" : "channels");
  }

  @Override
  final Map<String, WeightArguments> weights() {
    Map<String, WeightArguments> weights = new LinkedHashMap<>();
    weights.put("depthwise", depthwise());
    weights.put("pointwise", pointwise);
    return weights;
  }

  /** Changes this copy to what a config says. */
  final void readSeparable(ConfigReader config) {
    readDepthwise(config);
    pointwise = pointwise.read(config, "pointwise");
  }

  @Override
  public final Config config() {
    return withWeights(withDilation(withWindow(depthwiseConfig().with("filters", filters))));
  }
}
