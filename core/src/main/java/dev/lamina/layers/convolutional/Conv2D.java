package dev.lamina.layers.convolutional;

import dev.lamina.ShapeException;
import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.Convolution;
import dev.lamina.layers.CallContext;
import java.util.List;

/**
 * Slides learned filters over images: {@code (N, H, W, C) -> (N, H', W', filters)}. Each filter
 * sees a window of the image and answers how well it matches. With padding {@code valid} {@code H'
 * = floor((H - ((kernel - 1) dilation + 1)) / stride) + 1}; with {@code same} {@code H' = ceil(H /
 * stride)}. Strides above 1 do not go together with a dilation rate above 1.
 *
 * <p>Weights: {@code kernel (kernelH, kernelW, C / groups, filters)} and {@code bias (filters)}.
 *
 * <pre>{@code
 * new Conv2D(32, 3).padding("same").activation("relu");
 * }</pre>
 */
public final class Conv2D extends BaseFilterConv2D<Conv2D> {
  private int groups = 1;

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
    super(filters, kernelH, kernelW);
  }

  /**
   * A copy that splits input channels and filters into this many groups, each convolved on its own;
   * 1 by default. Both numbers must be multiples of it.
   */
  public Conv2D groups(int groups) {
    Conv2D copy = copy();
    copy.groups = Arguments.positive("groups", groups);
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
  }

  @Override
  public Value call(CallContext context, List<Value> inputs) {
    Value x = single(inputs);
    Window window = window(x.shape());
    int channels = x.shape().dim(3);
    if (channels % groups != 0) {
      throw new ShapeException(
          "groups=%d must divide the number of input channels, received %d (input %s)"
              .formatted(groups, channels, x.shape()));
    }
    Value kernel = kernel(context, channels / groups, filters());
    return convolve(context, Convolution.of(window, groups), x, kernel);
  }

  @Override
  public String purpose() {
    return "Looks for %d learned patterns of %s pixels everywhere in the image."
        .formatted(filters(), kernelText());
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static Conv2D from(ConfigReader config) {
    int[] kernel = config.pair("kernel_size");
    return new Conv2D(config.integer("filters"), kernel[0], kernel[1])
        .withArguments(config)
        .groups(config.integer("groups", 1));
  }

  @Override
  public Config config() {
    return withWeights(withDilation(filterConfig("Conv2D")).with("groups", groups));
  }
}
