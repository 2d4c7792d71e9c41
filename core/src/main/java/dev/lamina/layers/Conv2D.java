package dev.lamina.layers;

import dev.lamina.ShapeException;
import dev.lamina.activations.Activation;
import dev.lamina.activations.Activations;
import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.initializers.GlorotUniform;
import dev.lamina.initializers.Initializer;
import dev.lamina.initializers.Initializers;
import dev.lamina.initializers.Zeros;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.Convolution;
import java.util.ArrayList;
import java.util.List;

/**
 * Slides learned filters over images: {@code (N, H, W, C) -> (N, H', W', filters)}. Each filter
 * sees a window of the image and answers how well it matches. With padding {@code valid} {@code H'
 * = floor((H - ((kernel - 1) dilation + 1)) / stride) + 1}; with {@code same} {@code H' = ceil(H /
 * stride)}.
 *
 * <p>Weights: {@code kernel (kernelH, kernelW, C / groups, filters)} and {@code bias (filters)}.
 *
 * <pre>{@code
 * new Conv2D(32, 3).padding("same").activation("relu");
 * }</pre>
 */
public final class Conv2D extends FluentLayer<Conv2D> {
  private final int filters;
  private Pair kernelSize;
  private Pair strides = Pair.ONE;
  private Padding padding = Padding.VALID;
  private Pair dilationRate = Pair.ONE;
  private int groups = 1;
  private boolean useBias = true;
  private Activation activation = Activations.LINEAR;
  private Initializer kernelInitializer = new GlorotUniform();
  private Initializer biasInitializer = new Zeros();

  /**
   * With a square window.
   *
   * @param filters the number of output channels, at least 1
   * @param kernelSize the window's height and width, at least 1
   */
  public Conv2D(int filters, int kernelSize) {
    this(filters, kernelSize, kernelSize);
  }

  /** With a window of {@code kernelH} rows and {@code kernelW} columns. */
  public Conv2D(int filters, int kernelH, int kernelW) {
    this.filters = Arguments.positive("filters", filters);
    this.kernelSize = Pair.of("kernelSize", kernelH, kernelW);
  }

  /** A copy with this window. */
  public Conv2D kernelSize(int size) {
    return kernelSize(size, size);
  }

  public Conv2D kernelSize(int height, int width) {
    Conv2D copy = copy();
    copy.kernelSize = Pair.of("kernelSize", height, width);
    return copy;
  }

  /** A copy that moves its window by {@code stride} rows and columns; 1 by default. */
  public Conv2D strides(int stride) {
    return strides(stride, stride);
  }

  public Conv2D strides(int height, int width) {
    Conv2D copy = copy();
    copy.strides = Pair.of("strides", height, width);
    return copy.checked();
  }

  /** A copy with {@code valid} padding, the default, or {@code same}. */
  public Conv2D padding(String padding) {
    return padding(Padding.of(padding));
  }

  public Conv2D padding(Padding padding) {
    Conv2D copy = copy();
    copy.padding = padding;
    return copy;
  }

  /**
   * A copy whose window takes every {@code rate}th row and column; 1 by default. Not together with
   * strides above 1.
   */
  public Conv2D dilationRate(int rate) {
    return dilationRate(rate, rate);
  }

  public Conv2D dilationRate(int height, int width) {
    Conv2D copy = copy();
    copy.dilationRate = Pair.of("dilationRate", height, width);
    return copy.checked();
  }

  /**
   * A copy that splits input channels and filters into this many groups, each convolved on its own;
   * 1 by default. Both numbers must be multiples of it.
   */
  public Conv2D groups(int groups) {
    Conv2D copy = copy();
    copy.groups = Arguments.positive("groups", groups);
    return copy.checked();
  }

  /** A copy that adds a bias to each filter's answers, the default, or not. */
  public Conv2D useBias(boolean useBias) {
    Conv2D copy = copy();
    copy.useBias = useBias;
    return copy;
  }

  /** A copy with this activation; {@code linear} by default. See {@link Activations#get}. */
  public Conv2D activation(String activation) {
    return activation(Activations.get(activation));
  }

  public Conv2D activation(Activation activation) {
    Conv2D copy = copy();
    copy.activation = activation;
    return copy;
  }

  /** A copy whose kernel starts so; {@code glorot_uniform} by default. See {@link Initializers}. */
  public Conv2D kernelInitializer(String initializer) {
    return kernelInitializer(Initializers.get(initializer));
  }

  public Conv2D kernelInitializer(Initializer initializer) {
    Conv2D copy = copy();
    copy.kernelInitializer = initializer;
    return copy;
  }

  /** A copy whose bias starts so; {@code zeros} by default. */
  public Conv2D biasInitializer(String initializer) {
    return biasInitializer(Initializers.get(initializer));
  }

  public Conv2D biasInitializer(Initializer initializer) {
    Conv2D copy = copy();
    copy.biasInitializer = initializer;
    return copy;
  }

  private Conv2D checked() {
    if (filters % groups != 0) {
      throw new IllegalArgumentException(
          "groups must divide the number of filters, received groups=%d and filters=%d"
              .formatted(groups, filters));
    }
    if (strides.isAboveOne() && dilationRate.isAboveOne()) {
      throw new IllegalArgumentException(
          "strides above 1 do not go together with a dilationRate above 1, received strides=%s and"
                  .formatted(strides.toList())
              + " dilationRate="
              + dilationRate.toList());
    }
    return this;
  }

  @Override
  public Value call(CallContext context, List<Value> inputs) {
    Value x = single(inputs);
    Window window = padding.window(x.shape(), kernelSize, strides, dilationRate);
    int channels = x.shape().dim(3);
    if (channels % groups != 0) {
      throw new ShapeException(
          "groups=%d must divide the number of input channels, received %d (input %s)"
              .formatted(groups, channels, x.shape()));
    }
    Shape kernel = Shape.of(kernelSize.h(), kernelSize.w(), channels / groups, filters);
    List<Value> operands = new ArrayList<>();
    operands.add(x);
    operands.add(context.weight("kernel", kernel, kernelInitializer));
    if (useBias) {
      operands.add(context.weight("bias", Shape.of(filters), biasInitializer));
    }
    Value y = context.graph().addAll(Convolution.of(window, groups), operands).get(0);
    return activation.apply(context.graph(), y);
  }

  @Override
  public String purpose() {
    return "Looks for %d learned patterns of %dx%d pixels everywhere in the image."
        .formatted(filters, kernelSize.h(), kernelSize.w());
  }

  /** Reads a config's own arguments; {@link Layers#from} reads those that every layer has. */
  public static Conv2D from(ConfigReader config) {
    config.only("data_format", "channels_last");
    config.onlyNull(
        "kernel_regularizer",
        "bias_regularizer",
        "activity_regularizer",
        "kernel_constraint",
        "bias_constraint");
    int[] kernel = config.pair("kernel_size");
    int[] strides = config.pair("strides", 1);
    int[] dilation = config.pair("dilation_rate", 1);
    return new Conv2D(config.integer("filters"), kernel[0], kernel[1])
        .strides(strides[0], strides[1])
        .padding(config.text("padding", "valid"))
        .dilationRate(dilation[0], dilation[1])
        .groups(config.integer("groups", 1))
        .useBias(config.flag("use_bias", true))
        .activation(Activations.argument(config, "activation"))
        .kernelInitializer(Initializers.argument(config, "kernel_initializer", new GlorotUniform()))
        .biasInitializer(Initializers.argument(config, "bias_initializer", new Zeros()));
  }

  @Override
  public Config config() {
    return baseConfig("Conv2D")
        .with("filters", filters)
        .with("kernel_size", kernelSize.toList())
        .with("strides", strides.toList())
        .with("padding", padding.toString())
        .with("data_format", "channels_last")
        .with("dilation_rate", dilationRate.toList())
        .with("groups", groups)
        .with("activation", Activations.serialize(activation))
        .with("use_bias", useBias)
        .with("kernel_initializer", kernelInitializer.config())
        .with("bias_initializer", biasInitializer.config())
        .with("kernel_regularizer", null)
        .with("bias_regularizer", null)
        .with("activity_regularizer", null)
        .with("kernel_constraint", null)
        .with("bias_constraint", null);
  }
}
