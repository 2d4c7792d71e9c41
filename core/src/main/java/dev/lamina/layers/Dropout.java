package dev.lamina.layers;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.ElementDropout;
import dev.lamina.ir.ops.GraphBuilder;
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
    return graph.add(new ElementDropout(rate, context.seed(seed)), x, context.step());
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

  /** Reads a config's own arguments; {@link Layers#from} reads those that every layer has. */
  public static Dropout from(ConfigReader config) {
    config.onlyNull("noise_shape");
    Dropout dropout = new Dropout(config.number("rate"));
    Long seed = config.seed("seed");
    return seed == null ? dropout : dropout.seed(seed);
  }

  @Override
  public Config config() {
    return baseConfig("Dropout").with("rate", rate).with("seed", seed).with("noise_shape", null);
  }
}
