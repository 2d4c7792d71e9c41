package dev.lamina.metrics;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;

/**
 * The mean of {@code sum(y log(y / p))} over the last axis.
 *
 * <pre>{@code
 * model.compile(new Adam(), new MeanSquaredError(), List.of(new KLDivergence()));
 * }</pre>
 */
public final class KLDivergence extends FluentMetric<KLDivergence> implements MeanMetric {
  private KLDivergence(String name) {
    super("KLDivergence", name);
  }

  public KLDivergence() {
    this("kl_divergence");
  }

  @Override
  KLDivergence withName(String name) {
    return new KLDivergence(name);
  }

  @Override
  public Value perSample(GraphBuilder graph, Value target, Value prediction) {
    return new dev.lamina.losses.KLDivergence().perSample(graph, target, prediction);
  }

  /** Reads a config's arguments; {@link Metrics#from} finds the class. */
  public static KLDivergence from(ConfigReader config) {
    return new KLDivergence(Metrics.name(config));
  }

  @Override
  public Config config() {
    return baseConfig();
  }
}
