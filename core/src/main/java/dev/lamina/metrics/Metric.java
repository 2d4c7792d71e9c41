package dev.lamina.metrics;

import dev.lamina.config.Configurable;

/**
 * A figure reported for every epoch, over all its samples. It is counted inside the planned step. A
 * metric is either a {@link MeanMetric}, which gives a number per sample, or a {@link StateMetric},
 * which adds up what it likes and makes its result of the sums. As in Keras, weights of classes and
 * samples do not change it, unless the model is compiled with it as a weighted metric ({@link
 * dev.lamina.models.Compilation#weightedMetrics}).
 *
 * <pre>{@code
 * model.compile(new Adam(), "mse", List.of("mae"), List.of("mae")); // mae and weighted_mae
 * }</pre>
 */
public sealed interface Metric extends Configurable permits MeanMetric, StateMetric {
  /** The name in the history, for example {@code accuracy}. */
  String name();
}
