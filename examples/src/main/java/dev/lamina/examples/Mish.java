package dev.lamina.examples;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.UnaryFunction;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.FluentLayer;
import java.util.List;

/**
 * An activation of one's own: {@code x tanh(log(1 + e^x))} (Misra, 2019). The gradient follows from
 * the ops.
 */
public final class Mish extends FluentLayer<Mish> {
  @Override
  public Value call(CallContext context, List<Value> inputs) {
    GraphBuilder graph = context.graph();
    Value x = single(inputs);
    Value gate = graph.unary(UnaryFunction.TANH, graph.unary(UnaryFunction.SOFTPLUS, x));
    return graph.times(x, gate);
  }

  /** Makes the layer that a file names; give it to {@code LoadOptions.customObject}. */
  public static Mish from(ConfigReader config) {
    return new Mish();
  }

  @Override
  public Config config() {
    return baseConfig("Mish");
  }
}
