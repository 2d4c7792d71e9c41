package dev.lamina.metrics;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;

/**
 * The mean of {@code max(largest wrong score - right score + 1, 0)}, for one-hot targets.
 *
 * <pre>{@code
 * model.compile(new Adam(), new MeanSquaredError(), List.of(new CategoricalHinge()));
 * }</pre>
 */
public final class CategoricalHinge extends FluentMetric<CategoricalHinge> implements MeanMetric {
  private CategoricalHinge(String name) {
    super("CategoricalHinge", name);
  }

  public CategoricalHinge() {
    this("categorical_hinge");
  }

  @Override
  CategoricalHinge withName(String name) {
    return new CategoricalHinge(name);
  }

  @Override
  public Value perSample(GraphBuilder graph, Value target, Value prediction) {
    return new dev.lamina.losses.CategoricalHinge().perSample(graph, target, prediction);
  }

  /** Reads a config's arguments; {@link Metrics#from} finds the class. */
  public static CategoricalHinge from(ConfigReader config) {
    return new CategoricalHinge(Metrics.name(config));
  }

  @Override
  public Config config() {
    return baseConfig();
  }
}
