package dev.lamina.metrics;

import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;

/**
 * The mean, over all samples of an epoch, of a number per sample; the weighted mean as a weighted
 * metric.
 *
 * <pre>{@code
 * record LargestError(String name) implements MeanMetric {
 *   public Value perSample(GraphBuilder g, Value target, Value prediction) {
 *     Value error = g.unary(UnaryFunction.ABS, g.minus(prediction, target));
 *     return g.reduce(ReductionFunction.MAX, error, List.of(1), false);
 *   }
 *
 *   public Config config() {
 *     return Config.of("LargestError").with("name", name);
 *   }
 * }
 * }</pre>
 */
public non-sealed interface MeanMetric extends Metric {
  /**
   * The number of each sample.
   *
   * @param target of shape {@code (N, ...)}, as the loss takes it
   * @param prediction the model's output, {@code (N, ...)}
   * @return of shape {@code (N)}
   */
  Value perSample(GraphBuilder graph, Value target, Value prediction);
}
