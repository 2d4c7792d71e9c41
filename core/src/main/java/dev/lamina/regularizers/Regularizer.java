package dev.lamina.regularizers;

import dev.lamina.config.Configurable;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;

/**
 * A penalty on a weight, which training adds to the loss: large weights are given up where the data
 * does not ask for them. It does not depend on the batch.
 *
 * <pre>{@code
 * record Squares(double factor) implements Regularizer {
 *   public Value penalty(GraphBuilder graph, Value weight) {
 *     Value squares = graph.unary(UnaryFunction.SQUARE, weight);
 *     return graph.linear(graph.reduceAll(ReductionFunction.MEAN, squares), factor, 0);
 *   }
 *
 *   public Config config() {
 *     return Config.of("Squares").with("factor", factor);
 *   }
 * }
 * }</pre>
 */
public interface Regularizer extends Configurable {
  /**
   * Adds the ops of the penalty.
   *
   * @param weight of any shape, float32
   * @return a scalar
   */
  Value penalty(GraphBuilder graph, Value weight);
}
