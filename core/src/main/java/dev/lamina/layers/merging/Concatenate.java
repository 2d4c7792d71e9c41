package dev.lamina.layers.merging;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.FluentLayer;
import dev.lamina.layers.Samples;
import java.util.List;

/**
 * Its inputs behind one another along an axis; all other dimensions must be equal: {@code (N, H, W,
 * C1), (N, H, W, C2), ... -> (N, H, W, C1 + C2 + ...)}.
 *
 * <pre>{@code
 * new Concatenate(); // along the channels
 * new Concatenate().axis(1);
 * }</pre>
 */
public final class Concatenate extends FluentLayer<Concatenate> {
  private int axis = -1;

  /** A copy that works along this axis, counted with the batch; the last by default. */
  public Concatenate axis(int axis) {
    if (axis == 0) {
      throw new IllegalArgumentException(
          "axis must not be 0, the batch; choose -1 for the last axis");
    }
    Concatenate copy = copy();
    copy.axis = axis;
    return copy;
  }

  @Override
  public Value call(CallContext context, List<Value> inputs) {
    return Samples.concatenate(context.graph(), inputs, axis);
  }

  @Override
  public String purpose() {
    return "Puts its inputs side by side, so that the next layer sees all of them.";
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static Concatenate from(ConfigReader config) {
    return new Concatenate().axis(config.integer("axis", -1));
  }

  @Override
  public Config config() {
    return baseConfig("Concatenate").with("axis", axis);
  }
}
