package dev.lamina.metrics;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;

/**
 * The mean of {@code p - y log(p + 1e-7)}.
 *
 * <pre>{@code
 * model.compile(new Adam(), new MeanSquaredError(), List.of(new Poisson()));
 * }</pre>
 */
public final class Poisson extends FluentMetric<Poisson> implements MeanMetric {
  private Poisson(String name) {
    super("Poisson", name);
  }

  public Poisson() {
    this("poisson");
  }

  @Override
  Poisson withName(String name) {
    return new Poisson(name);
  }

  @Override
  public Value perSample(GraphBuilder graph, Value target, Value prediction) {
    return new dev.lamina.losses.Poisson().perSample(graph, target, prediction);
  }

  /** Reads a config's arguments; {@link Metrics#from} finds the class. */
  public static Poisson from(ConfigReader config) {
    return new Poisson(Metrics.name(config));
  }

  @Override
  public Config config() {
    return baseConfig();
  }
}
