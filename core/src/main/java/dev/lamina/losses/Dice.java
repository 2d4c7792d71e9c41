package dev.lamina.losses;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import java.util.List;

/**
 * {@code 1 - 2 sum(y p) / (sum(y) + sum(p) + 1e-7)}: how little predicted regions overlap with the
 * true ones (Dice, 1945). Targets have the predictions' shape. By default the sums run over the
 * whole batch.
 *
 * <pre>{@code
 * new Dice().axis(1, 2, 3); // each image for itself
 * }</pre>
 */
public final class Dice extends Overlap<Dice> {

  /** The loss with Keras's defaults. */
  public Dice() {
    super("Dice", "dice");
  }

  @Override
  Value loss(GraphBuilder graph, Value y, Value p, List<Integer> axes) {
    Value both = graph.linear(sum(graph, graph.times(y, p), axes), 2, 0);
    Value all = graph.plus(sum(graph, y, axes), sum(graph, p, axes));
    Value share = graph.divide(both, graph.linear(all, 1, Probabilities.EPSILON));
    return graph.linear(share, -1, 1);
  }

  /** Reads a config's own arguments; {@link Losses#from} reads those that all losses have. */
  public static Dice from(ConfigReader config) {
    Dice loss = new Dice().readAxis(config);
    return loss;
  }

  @Override
  public Config config() {
    return baseConfig().with("axis", axis());
  }
}
