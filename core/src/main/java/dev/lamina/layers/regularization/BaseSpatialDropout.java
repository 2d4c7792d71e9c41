package dev.lamina.layers.regularization;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.FluentLayer;
import dev.lamina.layers.arguments.Spatial;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What layers share that drop whole channels while training.
 *
 * @param <L> the layer itself
 */
public abstract sealed class BaseSpatialDropout<L extends BaseSpatialDropout<L>>
    extends FluentLayer<L> permits SpatialDropout1D, SpatialDropout2D, SpatialDropout3D {
  private final String className;
  private final int axes;
  private final double rate;
  private @Nullable Long seed;

  BaseSpatialDropout(String className, int axes, double rate) {
    this.className = className;
    this.axes = axes;
    this.rate = Arguments.fraction("rate", rate);
  }

  /**
   * A copy whose choices follow from this number and the step; by default from the model's seed.
   */
  public final L seed(long seed) {
    L copy = copy();
    ((BaseSpatialDropout<L>) copy).seed = seed;
    return copy;
  }

  @Override
  public final Value call(CallContext context, List<Value> inputs) {
    int[] noise = new int[axes + 2];
    Arrays.fill(noise, 1);
    noise[0] = -1;
    noise[axes + 1] = -1;
    Dropout dropout = new Dropout(rate).noiseShape(noise);
    return (seed == null ? dropout : dropout.seed(seed))
        .call(context, List.of(Spatial.require(single(inputs), axes)));
  }

  @Override
  public final String purpose() {
    return "Drops whole channels at random while training, as places side by side are alike.";
  }

  /** A copy with what a config says, but for the rate. */
  final L withArguments(ConfigReader config) {
    config.only("data_format", "channels_last");
    Long found = config.seed("seed");
    return found == null ? copy() : seed(found);
  }

  @Override
  public final Config config() {
    Config config =
        Config.of(className).with("rate", rate).with("seed", seed).with("dtype", dtype());
    return axes == 1 ? config : config.with("data_format", "channels_last");
  }
}
