package dev.lamina.constraints;

import dev.lamina.config.Configurable;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;

/**
 * What holds for a weight after each training step. It is applied behind the optimizer, inside the
 * planned step.
 *
 * <pre>{@code
 * record AtMostOne() implements Constraint {
 *   public Value apply(GraphBuilder graph, Value weight) {
 *     return graph.binary(BinaryFunction.MINIMUM, weight, graph.scalar(1));
 *   }
 *
 *   public Config config() {
 *     return Config.of("AtMostOne");
 *   }
 * }
 * }</pre>
 */
public interface Constraint extends Configurable {
  /**
   * Adds the ops that make a weight fit.
   *
   * @param weight as the optimizer leaves it, of any shape, float32
   * @return the weight's new value, of the same shape
   */
  Value apply(GraphBuilder graph, Value weight);
}
