package dev.lamina.losses;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.UnaryFunction;

/**
 * {@code (log(prediction + 1) - log(target + 1))^2}, averaged over a sample's outputs, with both
 * taken for 1e-7 where they are below; targets have the predictions' shape.
 *
 * <pre>{@code
 * model.compile(new Adam(), new MeanSquaredLogarithmicError());
 * }</pre>
 */
public final class MeanSquaredLogarithmicError extends FluentLoss<MeanSquaredLogarithmicError> {

  /** The loss with Keras's defaults. */
  public MeanSquaredLogarithmicError() {
    super("MeanSquaredLogarithmicError", "mean_squared_logarithmic_error");
  }

  @Override
  protected Value positions(GraphBuilder graph, Value target, Value prediction) {
    Value y = log(graph, PerSample.target(graph, target, prediction.shape()));
    Value error = graph.minus(log(graph, prediction), y);
    return PerSample.meanLast(graph, graph.unary(UnaryFunction.SQUARE, error));
  }

  private static Value log(GraphBuilder graph, Value x) {
    return Probabilities.log(graph, graph.linear(Probabilities.atLeastEpsilon(graph, x), 1, 1));
  }

  /** Reads a config's own arguments; {@link Losses#from} reads those that all losses have. */
  public static MeanSquaredLogarithmicError from(ConfigReader config) {
    return new MeanSquaredLogarithmicError();
  }

  @Override
  public Config config() {
    return baseConfig();
  }
}
