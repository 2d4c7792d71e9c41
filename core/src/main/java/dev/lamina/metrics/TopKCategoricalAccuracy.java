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
 *
 * @param k at least 1; 5 by default
 */
public record TopKCategoricalAccuracy(String name, int k) implements MeanMetric {
  public TopKCategoricalAccuracy {
    Arguments.positive("k", k);
  }

  public TopKCategoricalAccuracy() {
    this(5);
  }

  public TopKCategoricalAccuracy(int k) {
    this("top_k_categorical_accuracy", k);
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
    return Metrics.baseConfig("TopKCategoricalAccuracy", name).with("k", k);
  }

  /** For people: the class with its arguments, as Keras names them. */
  @Override
  public String toString() {
    return config().toString();
  }
}
