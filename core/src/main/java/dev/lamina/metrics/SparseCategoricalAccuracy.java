package dev.lamina.metrics;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.ArgMax;
import dev.lamina.ir.ops.BinaryFunction;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.losses.PerSample;

/**
 * The share of predictions {@code (N, ..., C)} whose largest entry, the first of equals, is that of
 * the target {@code (N, ...)}, a class index.
 *
 * <pre>{@code
 * model.compile(new Adam(), new SparseCategoricalCrossentropy(), List.of(new SparseCategoricalAccuracy()));
 * }</pre>
 */
public final class SparseCategoricalAccuracy extends FluentMetric<SparseCategoricalAccuracy>
    implements MeanMetric {

  private SparseCategoricalAccuracy(String name) {
    super("SparseCategoricalAccuracy", name);
  }

  public SparseCategoricalAccuracy() {
    this("sparse_categorical_accuracy");
  }

  @Override
  SparseCategoricalAccuracy withName(String name) {
    return new SparseCategoricalAccuracy(name);
  }

  @Override
  public Value perSample(GraphBuilder graph, Value target, Value prediction) {
    Value labels = PerSample.classTarget(graph, target, prediction.shape());
    Value chosen = graph.add(new ArgMax(), prediction);
    return PerSample.mean(graph, graph.binary(BinaryFunction.EQUAL, chosen, labels));
  }

  /** Reads a config's arguments; {@link Metrics#from} finds the class. */
  public static SparseCategoricalAccuracy from(ConfigReader config) {
    return new SparseCategoricalAccuracy(Metrics.name(config));
  }

  @Override
  public Config config() {
    return baseConfig();
  }
}
