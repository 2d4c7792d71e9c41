package dev.lamina.layers.regularization;

import dev.lamina.ShapeException;
import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.config.UnsupportedConfigException;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.ElementDropout;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.FluentLayer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * In training, sets a random share of the values to 0 and divides the others by {@code 1 - rate}
 * (Srivastava et al., 2014); otherwise passes its input on. The shape stays.
 *
 * <pre>{@code
 * new Dropout(0.25).seed(42);
 * }</pre>
 */
public final class Dropout extends FluentLayer<Dropout> {
  private final double rate;
  private @Nullable Long seed;
  private int @Nullable [] noiseShape;

  /**
   * A layer that drops this share of its input.
   *
   * @param rate the share of values to drop, from 0 to 1
   */
  public Dropout(double rate) {
    this.rate = Arguments.fraction("rate", rate);
  }

  /**
   * A copy whose choices follow from this number and the step; by default from the model's seed.
   */
  public Dropout seed(long seed) {
    Dropout copy = copy();
    copy.seed = seed;
    return copy;
  }

  /**
   * A copy that decides once for all values along an axis whose size here is 1. Sizes are those of
   * the input, batch included, or 1; -1 is the input's own, as {@code None} in Keras. By default
   * each value is decided on by itself.
   *
   * <pre>{@code
   * new Dropout(0.2).noiseShape(-1, 1, 1, -1); // drops whole channels of images
   * }</pre>
   */
  public Dropout noiseShape(int... noiseShape) {
    if (Arrays.stream(noiseShape).anyMatch(size -> size < 1 && size != -1)) {
      throw new IllegalArgumentException(
          "noiseShape must be of sizes >= 1, or -1 for the input's own, received "
              + Arrays.toString(noiseShape));
    }
    Dropout copy = copy();
    copy.noiseShape = noiseShape.clone();
    return copy;
  }

  @Override
  public Value call(CallContext context, List<Value> inputs) {
    Value x = single(inputs);
    if (!context.training() || rate == 0) {
      return x;
    }
    GraphBuilder graph = context.graph();
    if (rate == 1) {
      return graph.fill(x.shape(), 0);
    }
    ElementDropout dropout = new ElementDropout(rate, context.seed(seed));
    if (noiseShape == null) {
      return graph.add(dropout, x, context.step());
    }
    Value ones = graph.cast(graph.fill(noise(noiseShape, x.shape()), 1), x.type().dtype());
    return graph.times(x, graph.add(dropout, ones, context.step()));
  }

  private static Shape noise(int[] sizes, Shape input) {
    int[] dims = sizes.clone();
    boolean fits = dims.length == input.rank();
    for (int axis = 0; fits && axis < dims.length; axis++) {
      dims[axis] = dims[axis] == -1 ? input.dim(axis) : dims[axis];
      fits = dims[axis] == 1 || dims[axis] == input.dim(axis);
    }
    if (!fits) {
      throw new ShapeException(
          "noiseShape %s does not fit an input of shape %s; expected each of its sizes, or 1, or -1"
              .formatted(Arrays.toString(sizes), input));
    }
    return Shape.of(dims);
  }

  @Override
  public String purpose() {
    return "Drops %s%% of the values at random while training, so that none is relied on alone."
        .formatted(percent());
  }

  private String percent() {
    double percent = Math.round(rate * 1000) / 10.0;
    return percent == Math.rint(percent) ? "" + (int) percent : "" + percent;
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static Dropout from(ConfigReader config) {
    Dropout dropout = new Dropout(config.number("rate"));
    if (config.value("noise_shape") instanceof List<?> sizes) {
      dropout = dropout.noiseShape(sizes.stream().mapToInt(Dropout::noiseSize).toArray());
    } else {
      config.onlyNull("noise_shape");
    }
    Long seed = config.seed("seed");
    return seed == null ? dropout : dropout.seed(seed);
  }

  private static int noiseSize(@Nullable Object size) {
    if (size == null) {
      return -1;
    }
    if (size instanceof Integer number && number >= 1) {
      return number;
    }
    throw new UnsupportedConfigException(
        "noise_shape with %s is not supported; only whole numbers >= 1 and null are"
            .formatted(size));
  }

  @Override
  public Config config() {
    List<@Nullable Integer> sizes = null;
    if (noiseShape != null) {
      sizes = new ArrayList<>();
      for (int size : noiseShape) {
        sizes.add(size == -1 ? null : size);
      }
    }
    return baseConfig("Dropout").with("rate", rate).with("seed", seed).with("noise_shape", sizes);
  }
}
