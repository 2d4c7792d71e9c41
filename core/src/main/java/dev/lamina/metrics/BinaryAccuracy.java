package dev.lamina.metrics;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.BinaryFunction;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.losses.PerSample;

/**
 * The share of outputs that are above the threshold where the target is 1, and not above it where
 * the target is 0. Targets have the predictions' shape.
 *
 * <pre>{@code
 * model.compile(new Adam(), new BinaryCrossentropy(), List.of(new BinaryAccuracy()));
 * }</pre>
 */
public final class BinaryAccuracy extends FluentMetric<BinaryAccuracy> implements MeanMetric {
  private final double threshold;

  private BinaryAccuracy(String name, double threshold) {
    super("BinaryAccuracy", name);
    if (!(threshold > 0 && threshold < 1)) {
      throw new IllegalArgumentException(
          "threshold must be between 0 and 1, received " + threshold);
    }
    this.threshold = threshold;
  }

  public BinaryAccuracy() {
    this(0.5);
  }

  public BinaryAccuracy(double threshold) {
    this("binary_accuracy", threshold);
  }

  /** A copy with another argument: between 0 and 1; 0.5 by default. */
  public BinaryAccuracy threshold(double threshold) {
    return new BinaryAccuracy(name(), threshold);
  }

  @Override
  BinaryAccuracy withName(String name) {
    return new BinaryAccuracy(name, threshold);
  }

  @Override
  public Value perSample(GraphBuilder graph, Value target, Value prediction) {
    Value y = PerSample.target(graph, target, prediction.shape());
    Value yes = graph.binary(BinaryFunction.GREATER, prediction, graph.scalar(threshold));
    return PerSample.mean(graph, graph.binary(BinaryFunction.EQUAL, yes, y));
  }

  /** Reads a config's arguments; {@link Metrics#from} finds the class. */
  public static BinaryAccuracy from(ConfigReader config) {
    return new BinaryAccuracy(Metrics.name(config), config.number("threshold", 0.5));
  }

  @Override
  public Config config() {
    return baseConfig().with("threshold", threshold);
  }
}
