package dev.lamina.layers.convolutional;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.ConvolutionInputGradient;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.arguments.Padding;
import dev.lamina.layers.arguments.Pair;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Paints a learned pattern around every pixel, and so makes images larger: {@code (N, H, W, C) ->
 * (N, H', W', filters)}. It goes the way of a {@link Conv2D} backwards, from its output's shape to
 * its input's; U-Nets (Ronneberger et al., 2015) return to the full size with it.
 *
 * <p>With {@code span = (kernel - 1) dilation + 1}, {@code H' = (H - 1) stride + span +
 * outputPadding} with padding {@code valid}; with {@code same} {@code H' = (H - 1) stride + span %
 * 2 + outputPadding}. Without an {@code outputPadding} they are {@code (H - 1) stride + max(span,
 * stride)} and {@code H stride}.
 *
 * <p>Weights: {@code kernel (kernelH, kernelW, filters, C)} and {@code bias (filters)}.
 *
 * <pre>{@code
 * new Conv2DTranspose(64, 2).strides(2).activation("relu"); // twice as high and wide
 * }</pre>
 */
public final class Conv2DTranspose extends BaseFilterConv2D<Conv2DTranspose> {
  private @Nullable OutputPadding outputPadding;

  /** Rows and columns, unlike a {@link Pair} also 0. */
  private record OutputPadding(int h, int w) {
    OutputPadding {
      if (h < 0 || w < 0) {
        throw new IllegalArgumentException("outputPadding must be >= 0, received " + List.of(h, w));
      }
    }

    List<Integer> toList() {
      return List.of(h, w);
    }
  }

  /**
   * With a square window.
   *
   * @param filters the number of output channels, at least 1
   * @param kernelSize the window's height and width, at least 1
   */
  public Conv2DTranspose(int filters, int kernelSize) {
    this(filters, kernelSize, kernelSize);
  }

  /** With a window of {@code kernelH} rows and {@code kernelW} columns. */
  public Conv2DTranspose(int filters, int kernelH, int kernelW) {
    super(filters, kernelH, kernelW);
  }

  /**
   * A copy whose output has this many rows and columns more than the least, at the bottom and the
   * right; below the strides, so set those first. By default the output has the size above.
   */
  public Conv2DTranspose outputPadding(int padding) {
    return outputPadding(padding, padding);
  }

  public Conv2DTranspose outputPadding(int height, int width) {
    Conv2DTranspose copy = copy();
    copy.outputPadding = new OutputPadding(height, width);
    copy.check();
    return copy;
  }

  @Override
  void check() {
    requireNotStridedAndDilated();
    if (outputPadding != null
        && (outputPadding.h >= strides().h() || outputPadding.w >= strides().w())) {
      throw new IllegalArgumentException(
          "outputPadding must be below the strides, received outputPadding=%s and strides=%s; set the strides first"
              .formatted(outputPadding.toList(), strides().toList()));
    }
  }

  @Override
  public Value call(CallContext context, List<Value> inputs) {
    Value x = single(inputs);
    Shape input = Padding.requireImages(x.shape());
    OutputPadding extra = outputPadding;
    Axis height =
        axis(
            input.dim(1),
            kernelSize().h(),
            strides().h(),
            dilationRate().h(),
            extra == null ? null : extra.h);
    Axis width =
        axis(
            input.dim(2),
            kernelSize().w(),
            strides().w(),
            dilationRate().w(),
            extra == null ? null : extra.w);
    Window window =
        new Window(
            kernelSize().h(),
            kernelSize().w(),
            strides().h(),
            strides().w(),
            dilationRate().h(),
            dilationRate().w(),
            height.before(),
            height.after(),
            width.before(),
            width.after());
    Shape output = Shape.of(input.dim(0), height.size, width.size, filters());
    Value kernel = kernel(context, filters(), input.dim(3));
    Value y = context.graph().add(new ConvolutionInputGradient(window, 1, output), kernel, x);
    return activate(context, useBias() ? context.graph().plus(y, bias(context, filters())) : y);
  }

  /**
   * Along one axis.
   *
   * @param size of the output
   * @param cropped what of the pattern is cut off at both ends together
   */
  private record Axis(int size, int cropped) {
    int before() {
      return cropped / 2;
    }

    int after() {
      return cropped - before();
    }
  }

  /** As Keras's {@code compute_conv_transpose_output_shape}, and JAX's padding. */
  private Axis axis(int size, int kernel, int stride, int dilation, @Nullable Integer extra) {
    int span = Math.addExact(Math.multiplyExact(kernel - 1, dilation), 1);
    int painted = Math.addExact(Math.multiplyExact(size - 1, stride), span);
    if (padding() == Padding.VALID) {
      return new Axis(painted + (extra == null ? Math.max(stride - span, 0) : extra), 0);
    }
    int output =
        extra == null ? Math.multiplyExact(size, stride) : painted - span + span % 2 + extra;
    return new Axis(output, Math.max(painted - output, 0));
  }

  @Override
  public String purpose() {
    return "Paints %d learned patterns of %s pixels around every pixel, to make images larger."
        .formatted(filters(), kernelText());
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static Conv2DTranspose from(ConfigReader config) {
    int[] kernel = config.pair("kernel_size");
    Conv2DTranspose layer =
        new Conv2DTranspose(config.integer("filters"), kernel[0], kernel[1]).withArguments(config);
    if (!config.has("output_padding")) {
      return layer;
    }
    int[] padding = config.pair("output_padding");
    return layer.outputPadding(padding[0], padding[1]);
  }

  @Override
  public Config config() {
    return withWeights(
        withDilation(
            filterConfig("Conv2DTranspose")
                .with("output_padding", outputPadding == null ? null : outputPadding.toList())));
  }
}
