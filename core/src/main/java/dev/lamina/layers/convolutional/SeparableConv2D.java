package dev.lamina.layers.convolutional;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.constraints.Constraint;
import dev.lamina.constraints.Constraints;
import dev.lamina.initializers.GlorotUniform;
import dev.lamina.initializers.Initializer;
import dev.lamina.initializers.Initializers;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.Convolution;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.arguments.WeightArguments;
import dev.lamina.regularizers.Regularizer;
import dev.lamina.regularizers.Regularizers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A convolution in two steps: filters over each channel on its own, as {@link DepthwiseConv2D} has
 * them, then a mixture of all their answers in each place: {@code (N, H, W, C) -> (N, H', W',
 * filters)}. Sizes are those of {@link Conv2D}. Xception (Chollet, 2017) is made of it.
 *
 * <p>Weights: {@code depthwise_kernel (kernelH, kernelW, C, depthMultiplier)}, {@code
 * pointwise_kernel (1, 1, C depthMultiplier, filters)} and {@code bias (filters)}. Bias and
 * activation come behind the second step.
 *
 * <pre>{@code
 * new SeparableConv2D(64, 3).padding("same").activation("relu");
 * }</pre>
 */
public final class SeparableConv2D extends BaseDepthwiseConv2D<SeparableConv2D> {
  private static final Window PIXEL = Window.valid(1, 1, 1, 1, 1, 1);

  private final int filters;
  private WeightArguments pointwise = WeightArguments.of(new GlorotUniform());

  /**
   * With a square window.
   *
   * @param filters the number of output channels, at least 1
   * @param kernelSize the window's height and width, at least 1
   */
  public SeparableConv2D(int filters, int kernelSize) {
    this(filters, kernelSize, kernelSize);
  }

  /** With a window of {@code kernelH} rows and {@code kernelW} columns. */
  public SeparableConv2D(int filters, int kernelH, int kernelW) {
    super(kernelH, kernelW);
    this.filters = Arguments.positive("filters", filters);
  }

  /**
   * A copy whose pointwise kernel starts so; {@code glorot_uniform} by default. See {@link
   * Initializers}.
   */
  public SeparableConv2D pointwiseInitializer(String initializer) {
    return pointwiseInitializer(Initializers.get(initializer));
  }

  public SeparableConv2D pointwiseInitializer(Initializer initializer) {
    SeparableConv2D copy = copy();
    copy.pointwise = pointwise.with(initializer);
    return copy;
  }

  /**
   * A copy with this penalty on the pointwise kernel; none by default. See {@link
   * Regularizers#get}.
   */
  public SeparableConv2D pointwiseRegularizer(String regularizer) {
    return pointwiseRegularizer(Regularizers.get(regularizer));
  }

  public SeparableConv2D pointwiseRegularizer(Regularizer regularizer) {
    SeparableConv2D copy = copy();
    copy.pointwise = pointwise.with(regularizer);
    return copy;
  }

  /**
   * A copy with this constraint on the pointwise kernel; none by default. See {@link
   * Constraints#get}.
   */
  public SeparableConv2D pointwiseConstraint(String constraint) {
    return pointwiseConstraint(Constraints.get(constraint));
  }

  public SeparableConv2D pointwiseConstraint(Constraint constraint) {
    SeparableConv2D copy = copy();
    copy.pointwise = pointwise.with(constraint);
    return copy;
  }

  @Override
  public Value call(CallContext context, List<Value> inputs) {
    Value x = single(inputs);
    Window window = window(x.shape());
    int channels = x.shape().dim(3);
    Value filter = depthwiseFilter(context, "depthwise_kernel", channels);
    Value each = context.graph().add(Convolution.of(window, channels), x, filter);
    Shape mixture = Shape.of(1, 1, each.shape().dim(3), filters);
    Value mixed = pointwise.ask(context, "pointwise_kernel", mixture);
    return convolve(context, Convolution.of(PIXEL, 1), each, mixed);
  }

  @Override
  public String purpose() {
    return "Looks for patterns of %s pixels in each channel, then mixes them into %d %s."
        .formatted(kernelText(), filters, filters == 1 ? "channel" : "channels");
  }

  @Override
  Map<String, WeightArguments> weights() {
    Map<String, WeightArguments> weights = new LinkedHashMap<>();
    weights.put("depthwise", depthwise());
    weights.put("pointwise", pointwise);
    return weights;
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static SeparableConv2D from(ConfigReader config) {
    int[] kernel = config.pair("kernel_size");
    SeparableConv2D layer = new SeparableConv2D(config.integer("filters"), kernel[0], kernel[1]);
    layer.readDepthwise(config);
    layer.pointwise = layer.pointwise.read(config, "pointwise");
    return layer;
  }

  @Override
  public Config config() {
    return withWeights(
        withDilation(withWindow(depthwiseConfig("SeparableConv2D").with("filters", filters))));
  }
}
