package dev.lamina.losses;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;

/**
 * {@code sum(y log(y / p))} over the last axis: how far predicted probabilities are from the
 * targets' (Kullback and Leibler, 1951). Both are cut to {@code [1e-7, 1]}; targets have the
 * predictions' shape.
 *
 * <pre>{@code
 * model.compile(new Adam(), new KLDivergence());
 * }</pre>
 */
public final class KLDivergence extends FluentLoss<KLDivergence> {

  /** The loss with Keras's defaults. */
  public KLDivergence() {
    super("KLDivergence", "kl_divergence");
  }

  @Override
  protected Value positions(GraphBuilder graph, Value target, Value prediction) {
    Value y = cut(graph, PerSample.target(graph, target, prediction.shape()));
    Value ratio = graph.divide(y, cut(graph, prediction));
    return PerSample.sumLast(graph, graph.times(y, Probabilities.log(graph, ratio)));
  }

  private static Value cut(GraphBuilder graph, Value x) {
    return graph.add(Unary.of(UnaryFunction.CLIP, Probabilities.EPSILON, 1), x);
  }

  /** Reads a config's own arguments; {@link Losses#from} reads those that all losses have. */
  public static KLDivergence from(ConfigReader config) {
    return new KLDivergence();
  }

  @Override
  public Config config() {
    return baseConfig();
  }
}
