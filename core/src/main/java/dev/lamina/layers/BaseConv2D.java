package dev.lamina.layers;

import dev.lamina.activations.Activation;
import dev.lamina.activations.Activations;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.initializers.Initializer;
import dev.lamina.initializers.Initializers;
import dev.lamina.initializers.Zeros;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.Convolution;
import dev.lamina.regularizers.Regularizer;
import dev.lamina.regularizers.Regularizers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What convolutions share: a window that slides over images, a bias and an activation.
 *
 * @param <L> the layer itself
 */
public abstract sealed class BaseConv2D<L extends BaseConv2D<L>> extends FluentLayer<L>
    permits BaseFilterConv2D, BaseDepthwiseConv2D {
  private Pair kernelSize;
  private Pair strides = Pair.ONE;
  private Padding padding = Padding.VALID;
  private Pair dilationRate = Pair.ONE;
  private boolean useBias = true;
  private Activation activation = Activations.LINEAR;
  private WeightArguments bias = WeightArguments.of(new Zeros());

  BaseConv2D(int kernelH, int kernelW) {
    kernelSize = Pair.of("kernelSize", kernelH, kernelW);
  }

  /** The arguments about weights by the names that Keras gives them, but for the bias. */
  abstract Map<String, WeightArguments> weights();

  /**
   * Checks arguments that depend on each other, after each change.
   *
   * @throws IllegalArgumentException if they do not go together
   */
  abstract void check();

  private L with(Consumer<BaseConv2D<L>> change) {
    L copy = copy();
    change.accept(copy);
    copy.check();
    return copy;
  }

  /** A copy with this window. */
  public final L kernelSize(int size) {
    return kernelSize(size, size);
  }

  public final L kernelSize(int height, int width) {
    return with(copy -> copy.kernelSize = Pair.of("kernelSize", height, width));
  }

  /** A copy with this stride in rows and columns; 1 by default. */
  public final L strides(int stride) {
    return strides(stride, stride);
  }

  public final L strides(int height, int width) {
    return with(copy -> copy.strides = Pair.of("strides", height, width));
  }

  /** A copy with {@code valid} padding, the default, or {@code same}. */
  public final L padding(String padding) {
    return padding(Padding.of(padding));
  }

  public final L padding(Padding padding) {
    return with(copy -> copy.padding = padding);
  }

  /** A copy whose window takes every {@code rate}th row and column; 1 by default. */
  public final L dilationRate(int rate) {
    return dilationRate(rate, rate);
  }

  public final L dilationRate(int height, int width) {
    return with(copy -> copy.dilationRate = Pair.of("dilationRate", height, width));
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

  final Pair kernelSize() {
    return kernelSize;
  }

  final Pair strides() {
    return strides;
  }

  final Padding padding() {
    return padding;
  }

  final Pair dilationRate() {
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
                  .formatted(strides.toList())
              + " dilationRate="
              + dilationRate.toList());
    }
  }

  /** The window over a batch of images of shape {@code (N, H, W, C)}. */
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
      operands.add(bias(context, filter.shape().dim(3)));
    }
    return activate(context, context.graph().addAll(op, operands).get(0));
  }

  final Value activate(CallContext context, Value y) {
    return activation.apply(context.graph(), y);
  }

  /** Such as {@code 3x3}. */
  final String kernelText() {
    return kernelSize.h() + "x" + kernelSize.w();
  }

  /** Changes this copy to what a config says, but for the kernel's size and weights. */
  final void readArguments(ConfigReader config) {
    config.only("data_format", "channels_last");
    config.onlyNull("activity_regularizer");
    int[] steps = config.pair("strides", 1);
    int[] dilation = config.pair("dilation_rate", 1);
    strides = Pair.of("strides", steps[0], steps[1]);
    padding = Padding.of(config.text("padding", "valid"));
    dilationRate = Pair.of("dilationRate", dilation[0], dilation[1]);
    useBias = config.flag("use_bias", true);
    activation = Layers.activation(config, "activation");
    bias = bias.read(config, "bias");
  }

  // Keras writes arguments in the same order for all, but for some that a layer has of its own.

  /** Adds the first arguments to a config: the kernel's size, the strides and the padding. */
  final Config withWindow(Config config) {
    return config
        .with("kernel_size", kernelSize.toList())
        .with("strides", strides.toList())
        .with("padding", padding.toString());
  }

  /** Adds the next arguments. */
  final Config withDilation(Config config) {
    return config.with("data_format", "channels_last").with("dilation_rate", dilationRate.toList());
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
