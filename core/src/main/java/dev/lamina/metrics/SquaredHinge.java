package dev.lamina.metrics;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;

/**
 * The mean of {@code max(1 - y p, 0)^2}. Targets are -1 or 1; where all of a batch are 0 or 1, 0
 * stands for -1.
 *
 * <pre>{@code
 * model.compile(new Adam(), new MeanSquaredError(), List.of(new SquaredHinge()));
 * }</pre>
 */
public final class SquaredHinge extends FluentMetric<SquaredHinge> implements MeanMetric {
  private SquaredHinge(String name) {
    super("SquaredHinge", name);
  }

  public SquaredHinge() {
    this("squared_hinge");
  }

  @Override
  SquaredHinge withName(String name) {
    return new SquaredHinge(name);
  }

  @Override
  public Value perSample(GraphBuilder graph, Value target, Value prediction) {
    return new dev.lamina.losses.SquaredHinge().perSample(graph, target, prediction);
  }

  /** Reads a config's arguments; {@link Metrics#from} finds the class. */
  public static SquaredHinge from(ConfigReader config) {
    return new SquaredHinge(Metrics.name(config));
  }

  @Override
  public Config config() {
    return baseConfig();
  }
}
