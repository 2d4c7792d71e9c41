package dev.lamina.metrics;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;

/**
 * The mean of {@code max(1 - y p, 0)}. Targets are -1 or 1; where all of a batch are 0 or 1, 0
 * stands for -1.
 *
 * <pre>{@code
 * model.compile(new Adam(), new MeanSquaredError(), List.of(new Hinge()));
 * }</pre>
 */
public final class Hinge extends FluentMetric<Hinge> implements MeanMetric {
  private Hinge(String name) {
    super("Hinge", name);
  }

  public Hinge() {
    this("hinge");
  }

  @Override
  Hinge withName(String name) {
    return new Hinge(name);
  }

  @Override
  public Value perSample(GraphBuilder graph, Value target, Value prediction) {
    return new dev.lamina.losses.Hinge().perSample(graph, target, prediction);
  }

  /** Reads a config's arguments; {@link Metrics#from} finds the class. */
  public static Hinge from(ConfigReader config) {
    return new Hinge(Metrics.name(config));
  }

  @Override
  public Config config() {
    return baseConfig();
  }
}
