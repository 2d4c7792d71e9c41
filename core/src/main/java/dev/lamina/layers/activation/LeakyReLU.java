package dev.lamina.layers.activation;

import dev.lamina.activations.Activation;
import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.FluentLayer;
import java.util.List;

/**
 * {@code x} above 0, {@code negativeSlope x} below (Maas et al., 2013). The shape stays. As in
 * Keras the layer's slope is 0.3 by default, the activation {@code leaky_relu}'s 0.2.
 *
 * <pre>{@code
 * new LeakyReLU().negativeSlope(0.1);
 * }</pre>
 */
public final class LeakyReLU extends FluentLayer<LeakyReLU> implements Activation {
  private double negativeSlope = 0.3;

  /** A copy with this slope below 0. */
  public LeakyReLU negativeSlope(double negativeSlope) {
    LeakyReLU copy = copy();
    copy.negativeSlope = Arguments.notNegative("negativeSlope", negativeSlope);
    return copy;
  }

  @Override
  public Value call(CallContext context, List<Value> inputs) {
    return apply(context.graph(), single(inputs));
  }

  /** As an activation of another layer; a policy of this layer's own holds here too. */
  @Override
  public Value apply(GraphBuilder graph, Value input) {
    Value x = asOwnType(graph, input);
    return graph.add(Unary.of(UnaryFunction.RELU, negativeSlope, 0), x);
  }

  @Override
  public String purpose() {
    return "Passes positive values and damps negative ones, so that no unit falls silent.";
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static LeakyReLU from(ConfigReader config) {
    double alpha = config.number("alpha", 0.3); // Keras 2's name of the slope
    return new LeakyReLU().negativeSlope(config.number("negative_slope", alpha));
  }

  @Override
  public Config config() {
    return baseConfig("LeakyReLU").with("negative_slope", negativeSlope);
  }
}
