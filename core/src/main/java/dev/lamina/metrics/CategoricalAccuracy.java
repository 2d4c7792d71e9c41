package dev.lamina.metrics;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.ArgMax;
import dev.lamina.ir.ops.BinaryFunction;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.losses.PerSample;

/**
 * The share of predictions {@code (N, ..., C)} whose largest entry, the first of equals, is at the
 * place of the target's largest.
 *
 * <pre>{@code
 * model.compile(new Adam(), new CategoricalCrossentropy(), List.of(new CategoricalAccuracy()));
 * }</pre>
 */
public final class CategoricalAccuracy extends FluentMetric<CategoricalAccuracy>
    implements MeanMetric {

  private CategoricalAccuracy(String name) {
    super("CategoricalAccuracy", name);
  }

  public CategoricalAccuracy() {
    this("categorical_accuracy");
  }

  @Override
  CategoricalAccuracy withName(String name) {
    return new CategoricalAccuracy(name);
  }

  @Override
  public Value perSample(GraphBuilder graph, Value target, Value prediction) {
    Value y = PerSample.target(graph, target, prediction.shape());
    Value chosen = graph.add(new ArgMax(), prediction);
    Value right = graph.add(new ArgMax(), y);
    return PerSample.mean(graph, graph.binary(BinaryFunction.EQUAL, chosen, right));
  }

  /** Reads a config's arguments; {@link Metrics#from} finds the class. */
  public static CategoricalAccuracy from(ConfigReader config) {
    return new CategoricalAccuracy(Metrics.name(config));
  }

  @Override
  public Config config() {
    return baseConfig();
  }
}
