package dev.lamina.metrics;

import dev.lamina.config.Configurable;
import dev.lamina.ir.GraphBuilder;
import dev.lamina.ir.Value;

/**
 * A figure reported for every epoch: the (weighted) mean, over all samples of the epoch, of a
 * number per sample. It is counted inside the planned step.
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
