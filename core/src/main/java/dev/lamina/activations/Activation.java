package dev.lamina.activations;

import dev.lamina.config.Configurable;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;

/**
 * A function that a layer applies to its result. {@link Activations} has those of Keras.
 *
 * <pre>{@code
 * record Scaled(double factor) implements Activation {
 *   public Value apply(GraphBuilder graph, Value x) {
 *     return graph.linear(x, factor, 0);
 *   }
 *
 *   public Config config() {
 *     return Config.of("Scaled").with("factor", factor);
 *   }
 * }
 * }</pre>
 */
public interface Activation extends Configurable {
  Value apply(GraphBuilder graph, Value x);
}
