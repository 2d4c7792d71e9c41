package dev.lamina.activations;

import dev.lamina.config.Config;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import java.util.function.BiFunction;

/** An activation that its name and arguments identify. */
record NamedActivation(Config config, BiFunction<GraphBuilder, Value, Value> function)
    implements Activation {
  @Override
  public Value apply(GraphBuilder graph, Value x) {
    return function.apply(graph, x);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NamedActivation that && config.equals(that.config);
  }

  @Override
  public int hashCode() {
    return config.hashCode();
  }

  /** The name, with arguments if there are any. */
  @Override
  public String toString() {
    return config.arguments().isEmpty() ? config.className() : config.toString();
  }
}
