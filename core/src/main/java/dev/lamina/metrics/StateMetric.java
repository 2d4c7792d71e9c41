package dev.lamina.metrics;

import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A metric that is no mean over samples: it keeps sums, such as counts or a confusion matrix, and
 * makes its result of them.
 *
 * <p>The sums begin at 0 with each epoch and each evaluation. {@link #update} says what one batch
 * adds to each, as part of the planned step; it may be called for several sizes of batch, and must
 * give the same names and shapes for all. Each sum is kept in two float32 numbers that together
 * hold 48 bits, so counts stay exact far beyond the 2^24 of a single one; only what one batch adds
 * to a single count must not exceed 2^24.
 *
 * <pre>{@code
 * record PositiveRate(String name) implements StateMetric {
 *   public Map<String, Value> update(
 *       GraphBuilder g, Value target, Value prediction, @Nullable Value weight) {
 *     Value yes = g.binary(BinaryFunction.GREATER, prediction, g.scalar(0.5));
 *     return Map.of(
 *         "yes", g.reduceAll(ReductionFunction.SUM, yes),
 *         "all", g.scalar(yes.shape().size()));
 *   }
 *
 *   public double result(Sums sums) {
 *     return sums.number("yes") / sums.number("all");
 *   }
 *
 *   public Config config() {
 *     return Config.of("PositiveRate").with("name", name);
 *   }
 * }
 * }</pre>
 */
public non-sealed interface StateMetric extends Metric {
  /**
   * What a batch adds to each sum.
   *
   * @param target of shape {@code (N, ...)}, as the loss takes it
   * @param prediction the model's output, {@code (N, ...)}
   * @param weight of each sample, {@code (N)}; null where samples have none, or where the metric is
   *     not a weighted one
   * @return by the sum's name, of any shapes
   */
  Map<String, Value> update(
      GraphBuilder graph, Value target, Value prediction, @Nullable Value weight);

  /**
   * The metric after some batches.
   *
   * @param sums of all that {@link #update} gave, by its names
   */
  double result(Sums sums);
}
