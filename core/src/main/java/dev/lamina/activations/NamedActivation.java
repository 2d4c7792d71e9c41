package dev.lamina.activations;

import dev.lamina.config.Config;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import java.util.function.BiFunction;

/** An activation that its name alone identifies. */
record NamedActivation(String name, BiFunction<GraphBuilder, Value, Value> function)
    implements Activation {
  @Override
  public Value apply(GraphBuilder graph, Value x) {
    return function.apply(graph, x);
  }

  @Override
  public Config config() {
    return Config.of(name);
  }

  @Override
  public String toString() {
    return name;
  }
}
