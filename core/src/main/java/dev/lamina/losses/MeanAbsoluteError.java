package dev.lamina.losses;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.UnaryFunction;

/**
 * {@code |prediction - target|}, averaged over a sample's outputs; targets have the predictions'
 * shape.
 *
 * <pre>{@code
 * model.compile(new Adam(), new MeanAbsoluteError());
 * }</pre>
 */
public final class MeanAbsoluteError extends FluentLoss<MeanAbsoluteError> {

  /** The loss with Keras's defaults. */
  public MeanAbsoluteError() {
    super("MeanAbsoluteError", "mean_absolute_error");
  }

  @Override
  protected Value positions(GraphBuilder graph, Value target, Value prediction) {
    Value error = graph.minus(prediction, PerSample.target(graph, target, prediction.shape()));
    return PerSample.meanLast(graph, graph.unary(UnaryFunction.ABS, error));
  }

  /** Reads a config's own arguments; {@link Losses#from} reads those that all losses have. */
  public static MeanAbsoluteError from(ConfigReader config) {
    return new MeanAbsoluteError();
  }

  @Override
  public Config config() {
    return baseConfig();
  }
}
