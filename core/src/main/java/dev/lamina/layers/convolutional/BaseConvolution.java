package dev.lamina.layers.convolutional;

import dev.lamina.activations.Activation;
import dev.lamina.activations.Activations;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.constraints.Constraint;
import dev.lamina.constraints.Constraints;
import dev.lamina.initializers.Initializer;
import dev.lamina.initializers.Initializers;
import dev.lamina.initializers.Zeros;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.Convolution;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.FluentLayer;
import dev.lamina.layers.activation.ActivationArgument;
import dev.lamina.layers.arguments.Padding;
import dev.lamina.layers.arguments.Sizes;
import dev.lamina.layers.arguments.Spatial;
import dev.lamina.layers.arguments.WeightArguments;
import dev.lamina.regularizers.Regularizer;
import dev.lamina.regularizers.Regularizers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What convolutions share: a window that slides over sequences, images or volumes, a bias and an
 * activation.
 *
 * @param <L> the layer itself
 */
public abstract sealed class BaseConvolution<L extends BaseConvolution<L>> extends FluentLayer<L>
    permits BaseFilters, BaseDepthwise {
  private final String className;
  private final int axes;
  private Sizes kernelSize;
  private Sizes strides;
  private Padding padding = Padding.VALID;
  private Sizes dilationRate;
  private boolean useBias = true;
  private Activation activation = Activations.LINEAR;
  private WeightArguments bias = WeightArguments.of(new Zeros());

  BaseConvolution(String className, int axes, int... kernelSize) {
    this.className = className;
    this.axes = axes;
    this.kernelSize = Sizes.of("kernelSize", axes, kernelSize);
    strides = Sizes.ones(axes);
    dilationRate = Sizes.ones(axes);
  }

  /** How many axes it slides along. */
  final int axes() {
    return axes;
  }

  /** The arguments about weights by the names that Keras gives them, but for the bias. */
  abstract Map<String, WeightArguments> weights();

  /**
   * Checks arguments that depend on each other, after each change.
   *
   * @throws IllegalArgumentException if they do not go together
   */
  abstract void check();

  private L with(Consumer<BaseConvolution<L>> change) {
    L copy = copy();
    change.accept(copy);
    copy.check();
    return copy;
  }

  /**
   * A copy with this window.
   *
   * @param size one number for all axes, or one for each
   */
  public final L kernelSize(int... size) {
    return with(copy -> copy.kernelSize = Sizes.of("kernelSize", axes, size));
  }

  /**
   * A copy that moves its window so far; 1 by default.
   *
   * @param strides one number for all axes, or one for each
   */
  public final L strides(int... strides) {
    return with(copy -> copy.strides = Sizes.of("strides", axes, strides));
  }

  /** A copy with {@code valid} padding, the default, or {@code same}. */
  public final L padding(String padding) {
    return padding(Padding.of(padding));
  }

  public final L padding(Padding padding) {
    return with(copy -> copy.padding = padding);
  }

  /**
   * A copy whose window sees every {@code rate}th place only; 1 by default.
   *
   * @param rate one number for all axes, or one for each
   */
  public final L dilationRate(int... rate) {
    return with(copy -> copy.dilationRate = Sizes.of("dilationRate", axes, rate));
  }

  /** A copy that adds a bias to each output channel, the default, or not. */
  public final L useBias(boolean useBias) {
    return with(copy -> copy.useBias = useBias);
  }

  /** A copy with this activation; {@code linear} by default. See {@link Activations#get}. */
  public final L activation(String activation) {
    return activation(Activations.get(activation));
  }

  public final L activation(Activation activation) {
    return with(copy -> copy.activation = activation);
  }

  /** A copy whose bias starts so; {@code zeros} by default. */
  public final L biasInitializer(String initializer) {
    return biasInitializer(Initializers.get(initializer));
  }

  public final L biasInitializer(Initializer initializer) {
    return with(copy -> copy.bias = copy.bias.with(initializer));
  }

  /** A copy with this penalty on the bias; none by default. See {@link Regularizers#get}. */
  public final L biasRegularizer(String regularizer) {
    return biasRegularizer(Regularizers.get(regularizer));
  }

  public final L biasRegularizer(Regularizer regularizer) {
    return with(copy -> copy.bias = copy.bias.with(regularizer));
  }

  /** A copy with this constraint on the bias; none by default. See {@link Constraints#get}. */
  public final L biasConstraint(String constraint) {
    return biasConstraint(Constraints.get(constraint));
  }

  public final L biasConstraint(Constraint constraint) {
    return with(copy -> copy.bias = copy.bias.with(constraint));
  }

  final Sizes kernelSize() {
    return kernelSize;
  }

  final Sizes strides() {
    return strides;
  }

  final Padding padding() {
    return padding;
  }

  final Sizes dilationRate() {
    return dilationRate;
  }

  final boolean useBias() {
    return useBias;
  }

  /** Keras has neither convolutions nor transposed ones that are both strided and dilated. */
  final void requireNotStridedAndDilated() {
    if (strides.isAboveOne() && dilationRate.isAboveOne()) {
      throw new IllegalArgumentException(
          "strides above 1 do not go together with a dilationRate above 1, received strides=%s and"
                  .formatted(strides.values())
              + " dilationRate="
              + dilationRate.values());
    }
  }

  /** The window over a batch. */
  final Window window(Shape input) {
    return padding.window(input, kernelSize, strides, dilationRate);
  }

  /** Asks for the bias of so many channels. */
  final Value bias(CallContext context, int channels) {
    return bias.ask(context, "bias", Shape.of(channels));
  }

  /** A convolution with the bias, if there is one, and the activation. */
  final Value convolve(CallContext context, Convolution op, Value x, Value filter) {
    List<Value> operands = new ArrayList<>(List.of(x, filter));
    if (useBias) {
      operands.add(bias(context, filter.shape().dim(-1)));
    }
    return activate(context, context.graph().addAll(op, operands).get(0));
  }

  final Value activate(CallContext context, Value y) {
    return activation.apply(context.graph(), y);
  }

  /** Such as {@code 3x3 pixels}. */
  final String kernelText() {
    return kernelSize.text() + " " + Spatial.places(axes);
  }

  /** Changes this copy to what a config says, but for the kernel's size and weights. */
  final void readArguments(ConfigReader config) {
    config.only("data_format", "channels_last");
    config.onlyNull("activity_regularizer");
    strides = Sizes.of("strides", axes, Sizes.argument(config, "strides", axes, 1));
    padding = Padding.of(config.text("padding", "valid"));
    dilationRate = Sizes.of("dilationRate", axes, Sizes.argument(config, "dilation_rate", axes, 1));
    useBias = config.flag("use_bias", true);
    activation = ActivationArgument.read(config, "activation");
    bias = bias.read(config, "bias");
  }

  // Keras writes arguments in the same order for all, but for some that a layer has of its own.

  /** Begins a config with what a subclass has of its own first. */
  final Config convolutionConfig() {
    return baseConfig(className);
  }

  /** Adds the first arguments to a config: the kernel's size, the strides and the padding. */
  final Config withWindow(Config config) {
    return config
        .with("kernel_size", kernelSize.values())
        .with("strides", strides.values())
        .with("padding", padding.toString());
  }

  /** Adds the next arguments. */
  final Config withDilation(Config config) {
    return config.with("data_format", "channels_last").with("dilation_rate", dilationRate.values());
  }

  /** Adds the last arguments: what becomes of the sums, and those about weights. */
  final Config withWeights(Config config) {
    Map<String, WeightArguments> all = new LinkedHashMap<>(weights());
    all.put("bias", bias);
    Config told =
        config.with("activation", Activations.serialize(activation)).with("use_bias", useBias);
    return WeightArguments.writeConstraints(
        WeightArguments.write(told, all).with("activity_regularizer", null), all);
  }
}
