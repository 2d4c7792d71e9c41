package dev.lamina.losses;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.UnaryFunction;

/**
 * {@code 100 |(target - prediction) / max(|target|, 1e-7)|}, averaged over a sample's outputs;
 * targets have the predictions' shape.
 *
 * <pre>{@code
 * model.compile(new Adam(), new MeanAbsolutePercentageError(), "mae");
 * }</pre>
 */
public final class MeanAbsolutePercentageError extends FluentLoss<MeanAbsolutePercentageError> {

  /** The loss with Keras's defaults. */
  public MeanAbsolutePercentageError() {
    super("MeanAbsolutePercentageError", "mean_absolute_percentage_error");
  }

  @Override
  protected Value positions(GraphBuilder graph, Value target, Value prediction) {
    Value y = PerSample.target(graph, target, prediction.shape());
    Value size = Probabilities.atLeastEpsilon(graph, graph.unary(UnaryFunction.ABS, y));
    Value share = graph.unary(UnaryFunction.ABS, graph.divide(graph.minus(y, prediction), size));
    return graph.linear(PerSample.meanLast(graph, share), 100, 0);
  }

  /** Reads a config's own arguments; {@link Losses#from} reads those that all losses have. */
  public static MeanAbsolutePercentageError from(ConfigReader config) {
    return new MeanAbsolutePercentageError();
  }

  @Override
  public Config config() {
    return baseConfig();
  }
}
