package dev.lamina.metrics;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.losses.PerSample;
import dev.lamina.metrics.counting.TopK;

/**
 * The share of predictions {@code (N, ..., C)} that have the target's class index {@code (N, ...)}
 * among their {@code k} largest entries.
 *
 * <pre>{@code
 * new SparseTopKCategoricalAccuracy(3);
 * }</pre>
 */
public final class SparseTopKCategoricalAccuracy extends FluentMetric<SparseTopKCategoricalAccuracy>
    implements MeanMetric {
  private final int k;

  private SparseTopKCategoricalAccuracy(String name, int k) {
    super("SparseTopKCategoricalAccuracy", name);
    Arguments.positive("k", k);
    this.k = k;
  }

  public SparseTopKCategoricalAccuracy() {
    this(5);
  }

  public SparseTopKCategoricalAccuracy(int k) {
    this("sparse_top_k_categorical_accuracy", k);
  }

  /** A copy with another argument: at least 1; 5 by default. */
  public SparseTopKCategoricalAccuracy k(int k) {
    return new SparseTopKCategoricalAccuracy(name(), k);
  }

  @Override
  SparseTopKCategoricalAccuracy withName(String name) {
    return new SparseTopKCategoricalAccuracy(name, k);
  }

  @Override
  public Value perSample(GraphBuilder graph, Value target, Value prediction) {
    Value labels = PerSample.classTarget(graph, target, prediction.shape());
    return TopK.perSample(graph, labels, prediction, k);
  }

  /** Reads a config's arguments; {@link Metrics#from} finds the class. */
  public static SparseTopKCategoricalAccuracy from(ConfigReader config) {
    config.only("from_sorted_ids", false);
    return new SparseTopKCategoricalAccuracy(Metrics.name(config), config.integer("k", 5));
  }

  @Override
  public Config config() {
    return baseConfig().with("k", k);
  }
}
