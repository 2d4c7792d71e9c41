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
 * {@code x} above 0, {@code alpha (e^x - 1)} below (Clevert et al., 2015). The shape stays.
 *
 * <pre>{@code
 * new ELU().alpha(0.5);
 * }</pre>
 */
public final class ELU extends FluentLayer<ELU> implements Activation {
  private double alpha = 1;

  /** A copy that approaches {@code -alpha} for small x; 1 by default. */
  public ELU alpha(double alpha) {
    ELU copy = copy();
    copy.alpha = Arguments.notNegative("alpha", alpha);
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
    return graph.add(Unary.of(UnaryFunction.ELU, alpha, 0), x);
  }

  @Override
  public String purpose() {
    return "Passes positive values and levels off negative ones smoothly.";
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static ELU from(ConfigReader config) {
    return new ELU().alpha(config.number("alpha", 1));
  }

  @Override
  public Config config() {
    return Config.of("ELU")
        .with("alpha", alpha)
        .with("trainable", isTrainable())
        .with("dtype", dtype());
  }
}
