package dev.lamina.losses;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;

/**
 * {@code p - y log(p + 1e-7)}, averaged over a sample's outputs: for counts. Targets have the
 * predictions' shape.
 *
 * <pre>{@code
 * model.compile(new Adam(), new Poisson());
 * }</pre>
 */
public final class Poisson extends FluentLoss<Poisson> {

  /** The loss with Keras's defaults. */
  public Poisson() {
    super("Poisson", "poisson");
  }

  @Override
  protected Value positions(GraphBuilder graph, Value target, Value prediction) {
    Value y = PerSample.target(graph, target, prediction.shape());
    Value log = Probabilities.log(graph, graph.linear(prediction, 1, Probabilities.EPSILON));
    return PerSample.meanLast(graph, graph.minus(prediction, graph.times(y, log)));
  }

  /** Reads a config's own arguments; {@link Losses#from} reads those that all losses have. */
  public static Poisson from(ConfigReader config) {
    return new Poisson();
  }

  @Override
  public Config config() {
    return baseConfig();
  }
}
