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
import dev.lamina.layers.CallContext;
import dev.lamina.layers.arguments.WeightArguments;
import dev.lamina.regularizers.Regularizer;
import dev.lamina.regularizers.Regularizers;
import java.util.function.Consumer;

/**
 * What convolutions share whose filters see one channel each: {@code depthMultiplier} filters for
 * every channel.
 *
 * @param <L> the layer itself
 */
public abstract sealed class BaseDepthwise<L extends BaseDepthwise<L>> extends BaseConvolution<L>
    permits BaseDepthwiseConv, BaseSeparableConv {
  private int depthMultiplier = 1;
  private WeightArguments depthwise = WeightArguments.of(new GlorotUniform());

  BaseDepthwise(String className, int axes, int... kernelSize) {
    super(className, axes, kernelSize);
  }

  private L with(Consumer<BaseDepthwise<L>> change) {
    L copy = copy();
    change.accept(copy);
    return copy;
  }

  /** A copy with this many filters for each input channel; 1 by default. */
  public final L depthMultiplier(int multiplier) {
    return with(copy -> copy.depthMultiplier = Arguments.positive("depthMultiplier", multiplier));
  }

  /**
   * A copy whose depthwise kernel starts so; {@code glorot_uniform} by default. See {@link
   * Initializers}.
   */
  public final L depthwiseInitializer(String initializer) {
    return depthwiseInitializer(Initializers.get(initializer));
  }

  public final L depthwiseInitializer(Initializer initializer) {
    return with(copy -> copy.depthwise = copy.depthwise.with(initializer));
  }

  /**
   * A copy with this penalty on the depthwise kernel; none by default. See {@link
   * Regularizers#get}.
   */
  public final L depthwiseRegularizer(String regularizer) {
    return depthwiseRegularizer(Regularizers.get(regularizer));
  }

  public final L depthwiseRegularizer(Regularizer regularizer) {
    return with(copy -> copy.depthwise = copy.depthwise.with(regularizer));
  }

  /**
   * A copy with this constraint on the depthwise kernel; none by default. See {@link
   * Constraints#get}.
   */
  public final L depthwiseConstraint(String constraint) {
    return depthwiseConstraint(Constraints.get(constraint));
  }

  public final L depthwiseConstraint(Constraint constraint) {
    return with(copy -> copy.depthwise = copy.depthwise.with(constraint));
  }

  final WeightArguments depthwise() {
    return depthwise;
  }

  /**
   * Asks for the depthwise kernel, {@code (kernelH, kernelW, C, depthMultiplier)}.
   *
   * @return the same numbers as the filters of a convolution in C groups, {@code (kernelH, kernelW,
   *     1, C depthMultiplier)}
   */
  final Value depthwiseFilter(CallContext context, String name, int channels) {
    Window window = Window.of(kernelSize().toArray());
    Value kernel = depthwise.ask(context, name, window.filterShape(channels, depthMultiplier));
    return context.graph().reshape(kernel, window.filterShape(1, channels * depthMultiplier));
  }

  @Override
  final void check() { // Any two arguments go together, as in Keras.
    padding().requireSymmetric();
  }

  /** Changes this copy to what a config says of the depthwise kernel, and of the rest. */
  final void readDepthwise(ConfigReader config) {
    readArguments(config);
    depthMultiplier = Arguments.positive("depth_multiplier", config.integer("depth_multiplier", 1));
    depthwise = depthwise.read(config, "depthwise");
  }

  /** Begins the config. */
  final Config depthwiseConfig() {
    return convolutionConfig().with("depth_multiplier", depthMultiplier);
  }
}
