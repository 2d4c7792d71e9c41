package dev.lamina.activations;

import dev.lamina.config.Configurable;
import dev.lamina.ir.GraphBuilder;
import dev.lamina.ir.Value;

/**
 * A function that a layer applies to its result. {@link Activations} has those of Keras; a lambda
 * with a config makes another.
 */
public interface Activation extends Configurable {
  Value apply(GraphBuilder graph, Value x);
}
