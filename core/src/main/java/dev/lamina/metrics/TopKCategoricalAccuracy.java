package dev.lamina.metrics;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.ArgMax;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.losses.PerSample;
import dev.lamina.metrics.counting.TopK;

/**
 * The share of predictions {@code (N, ..., C)} that have the place of the target's largest entry
 * among their {@code k} largest.
 *
 * <pre>{@code
 * new TopKCategoricalAccuracy(3);
 * }</pre>
 */
public final class TopKCategoricalAccuracy extends FluentMetric<TopKCategoricalAccuracy>
    implements MeanMetric {
  private final int k;

  private TopKCategoricalAccuracy(String name, int k) {
    super("TopKCategoricalAccuracy", name);
    Arguments.positive("k", k);
    this.k = k;
  }

  public TopKCategoricalAccuracy() {
    this(5);
  }

  public TopKCategoricalAccuracy(int k) {
    this("top_k_categorical_accuracy", k);
  }

  /** A copy with another argument: at least 1; 5 by default. */
  public TopKCategoricalAccuracy k(int k) {
    return new TopKCategoricalAccuracy(name(), k);
  }

  @Override
  TopKCategoricalAccuracy withName(String name) {
    return new TopKCategoricalAccuracy(name, k);
  }

  @Override
  public Value perSample(GraphBuilder graph, Value target, Value prediction) {
    Value y = PerSample.target(graph, target, prediction.shape());
    return TopK.perSample(graph, graph.add(new ArgMax(), y), prediction, k);
  }

  /** Reads a config's arguments; {@link Metrics#from} finds the class. */
  public static TopKCategoricalAccuracy from(ConfigReader config) {
    return new TopKCategoricalAccuracy(Metrics.name(config), config.integer("k", 5));
  }

  @Override
  public Config config() {
    return baseConfig().with("k", k);
  }
}
