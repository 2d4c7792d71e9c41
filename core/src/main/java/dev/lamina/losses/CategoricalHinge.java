package dev.lamina.losses;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.ReductionFunction;
import dev.lamina.ir.ops.UnaryFunction;
import java.util.List;

/**
 * {@code max(largest wrong score - right score + 1, 0)} over the classes, for one-hot targets
 * {@code (N, ..., C)}. As in Keras the right class takes part in the largest with 0.
 *
 * <pre>{@code
 * model.compile(new Adam(), new CategoricalHinge(), "accuracy");
 * }</pre>
 */
public final class CategoricalHinge extends FluentLoss<CategoricalHinge> {

  /** The loss with Keras's defaults. */
  public CategoricalHinge() {
    super("CategoricalHinge", "categorical_hinge");
  }

  @Override
  protected Value positions(GraphBuilder graph, Value target, Value prediction) {
    Value y = PerSample.target(graph, target, prediction.shape());
    Value right = PerSample.sumLast(graph, graph.times(y, prediction));
    Value others = graph.times(graph.linear(y, -1, 1), prediction);
    List<Integer> last = List.of(others.shape().rank() - 1);
    Value wrong = graph.reduce(ReductionFunction.MAX, others, last, false);
    return graph.unary(UnaryFunction.RELU, graph.linear(graph.minus(wrong, right), 1, 1));
  }

  /** Reads a config's own arguments; {@link Losses#from} reads those that all losses have. */
  public static CategoricalHinge from(ConfigReader config) {
    return new CategoricalHinge();
  }

  @Override
  public Config config() {
    return baseConfig();
  }
}
