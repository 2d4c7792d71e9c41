package dev.lamina.losses;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import java.util.List;

/**
 * {@code 1 - t / (t + alpha sum(y (1 - p)) + beta sum((1 - y) p) + 1e-7)} with {@code t = sum(y
 * p)}: as {@link Dice}, with weights of what was missed and what was too much (Salehi et al.,
 * 2017). Targets have the predictions' shape. By default the sums run over the whole batch.
 *
 * <pre>{@code
 * new Tversky().alpha(0.7).beta(0.3).axis(1, 2, 3);
 * }</pre>
 */
public final class Tversky extends Overlap<Tversky> {
  private double alpha = 0.5;
  private double beta = 0.5;

  /** The loss with Keras's defaults. */
  public Tversky() {
    super("Tversky", "tversky");
  }

  /** A copy with this weight of what is true and was not predicted; 0.5 by default. */
  public Tversky alpha(double alpha) {
    Tversky copy = copy();
    copy.alpha = Arguments.notNegative("alpha", alpha);
    return copy;
  }

  /** A copy with this weight of what was predicted and is not true; 0.5 by default. */
  public Tversky beta(double beta) {
    Tversky copy = copy();
    copy.beta = Arguments.notNegative("beta", beta);
    return copy;
  }

  @Override
  Value loss(GraphBuilder graph, Value y, Value p, List<Integer> axes) {
    Value both = sum(graph, graph.times(y, p), axes);
    Value missed = sum(graph, graph.times(y, graph.linear(p, -1, 1)), axes);
    Value added = sum(graph, graph.times(graph.linear(y, -1, 1), p), axes);
    Value wrong = graph.plus(graph.linear(missed, alpha, 0), graph.linear(added, beta, 0));
    Value all = graph.linear(graph.plus(both, wrong), 1, Probabilities.EPSILON);
    return graph.linear(graph.divide(both, all), -1, 1);
  }

  /** Reads a config's own arguments; {@link Losses#from} reads those that all losses have. */
  public static Tversky from(ConfigReader config) {
    Tversky loss = new Tversky().readAxis(config);
    return loss.alpha(config.number("alpha", loss.alpha)).beta(config.number("beta", loss.beta));
  }

  @Override
  public Config config() {
    return baseConfig().with("alpha", alpha).with("beta", beta).with("axis", axis());
  }
}
