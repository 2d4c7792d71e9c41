package dev.lamina.metrics;

import dev.lamina.config.Configurable;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;

/**
 * A figure reported for every epoch: the mean, over all samples of the epoch, of a number per
 * sample. It is counted inside the planned step. As in Keras, weights of classes and samples do not
 * change it, unless the model is compiled with it as a weighted metric ({@link
 * dev.lamina.models.Compilation#weightedMetrics}): then it is the weighted mean.
 *
 * <pre>{@code
 * model.compile(new Adam(), "mse", List.of("mae"), List.of("mae")); // mae and weighted_mae
 * }</pre>
 */
public interface Metric extends Configurable {
  /** The name in the history, for example {@code accuracy}. */
  String name();

  /**
   * The number of each sample.
   *
   * @return of shape {@code (N)}
   */
  Value perSample(GraphBuilder graph, Value target, Value prediction);
}
