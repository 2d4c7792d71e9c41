package dev.lamina.engine.onednn.convolutions;

import dev.lamina.engine.onednn.images.ImageStage;
import dev.lamina.engine.onednn.primitives.OneDnnRuntime;
import dev.lamina.engine.onednn.threads.OpenMpTeam;
import dev.lamina.engine.onednn.threads.Shares;
import dev.lamina.ir.DType;
import dev.lamina.ir.Shape;
import dev.lamina.ir.WindowAxis;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Chooses {@linkplain Winograd Winograd's} way to compute a convolution or one of its gradients
 * where it is the faster one: half of the arithmetic, for some passes over rows.
 */
public final class WinogradKernels {
  /** Set to {@code false} where the last bits must be those of direct convolution. */
  static final String PROPERTY = "dev.lamina.onednn.winograd";

  /** With fewer channels the passes over rows cost more than is saved. */
  private static final int FEWEST_CHANNELS = 16;

  private static final int FEWEST_CHANNELS_OF_BOTH = 48;

  /** With fewer pixels in all tiles it does not pay to transform the filter. */
  private static final int FEWEST_PIXELS = 128;

  /** Products of direct convolution for each of ours, at the least. */
  private static final double LEAST_GAIN = 1.5;

  private final OneDnnRuntime runtime;
  private final @Nullable OpenMpTeam team;

  /** Makes kernels for this runtime. */
  public WinogradKernels(OneDnnRuntime runtime, @Nullable OpenMpTeam team) {
    this.runtime = runtime;
    this.team = Boolean.parseBoolean(System.getProperty(PROPERTY, "true")) ? team : null;
  }

  /** Whether there are tiles at all. */
  public boolean isEnabled() {
    return team != null;
  }

  /**
   * Whether a direct convolution's images should lie channels last too, as those of its neighbours
   * by tiles do. For images of one channel oneDNN is twice as fast in a layout of its own. A
   * depthwise convolution's gradients are a quarter slower so, but save three reorders that each
   * take as long as one of them.
   */
  boolean prefersChannelsLast(ConvolutionShapes convolution) {
    return team != null
        && isOfImages(convolution)
        && convolution.inputType().dtype() == DType.FLOAT32
        && (convolution.groups() == 1 || convolution.isDepthwise())
        && convolution.inputType().shape().dim(3) > 1;
  }

  /** Into which chunks to divide a pass, where tiles are the faster way. */
  public OptionalLong imagesInCache(ConvolutionPass pass, ConvolutionShapes convolution) {
    Shape shape = tiledShape(pass, convolution);
    return team == null || !isPossible(convolution) || !pays(convolution, shape, team)
        ? OptionalLong.empty()
        : OptionalLong.of(TiledConvolution.imagesInCache(convolution, shape.dim(1)));
  }

  /** A pass, without the activation behind it, if tiles are the faster way. */
  public Optional<ImageStage> stage(
      Shares shares, ConvolutionPass pass, ConvolutionShapes convolution) {
    if (team == null || imagesInCache(pass, convolution).isEmpty()) {
      return Optional.empty();
    }
    int rows = tiledShape(pass, convolution).dim(1);
    return TiledConvolution.create(team, shares, pass, convolution.channelsLast(), rows)
        .map(
            tiled ->
                switch (pass) {
                  case FORWARD -> WinogradConvolution.forward(runtime, tiled);
                  case INPUT_GRAD -> WinogradConvolution.inputGrad(runtime, tiled);
                  case FILTER_GRAD -> new WinogradFilterGrad(runtime, tiled);
                });
  }

  /** Of the images whose rows tiles make. */
  private static Shape tiledShape(ConvolutionPass pass, ConvolutionShapes convolution) {
    return (pass == ConvolutionPass.INPUT_GRAD ? convolution.inputType() : convolution.outputType())
        .shape();
  }

  /** Whether there is enough work to save. */
  private static boolean pays(ConvolutionShapes convolution, Shape shape, OpenMpTeam team) {
    int channels = convolution.inputType().shape().dim(3);
    int filters = convolution.outputType().shape().dim(3);
    int rows = shape.dim(1);
    int tiles = Winograd.tiles(rows);
    return Math.min(channels, filters) >= FEWEST_CHANNELS
        && channels + filters >= FEWEST_CHANNELS_OF_BOTH
        && rows * Winograd.TAPS >= LEAST_GAIN * Winograd.products(rows)
        && (long) shape.dim(0) * tiles * shape.dim(2) >= FEWEST_PIXELS
        && shape.dim(0) >= team.size();
  }

  private static boolean isPossible(ConvolutionShapes convolution) {
    if (!isOfImages(convolution)) {
      return false;
    }
    WindowAxis rows = convolution.window().axis(0);
    int mostPadding = Winograd.TAPS - 1;
    return convolution.inputType().dtype() == DType.FLOAT32
        && convolution.groups() == 1
        && rows.kernel() == Winograd.TAPS
        && rows.stride() == 1
        && rows.dilation() == 1
        && rows.before() <= mostPadding
        && rows.after() <= mostPadding;
  }

  private static boolean isOfImages(ConvolutionShapes convolution) {
    return convolution.window().rank() == 2;
  }
}
