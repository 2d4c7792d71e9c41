package dev.lamina.losses;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.UnaryFunction;

/**
 * {@code log(cosh(prediction - target))}, averaged over a sample's outputs: like half the square
 * for small errors, linear for large ones. Targets have the predictions' shape.
 *
 * <pre>{@code
 * model.compile(new Adam(), new LogCosh());
 * }</pre>
 */
public final class LogCosh extends FluentLoss<LogCosh> {

  /** The loss with Keras's defaults. */
  public LogCosh() {
    super("LogCosh", "log_cosh");
  }

  @Override
  protected Value positions(GraphBuilder graph, Value target, Value prediction) {
    Value error = graph.minus(prediction, PerSample.target(graph, target, prediction.shape()));
    Value softplus = graph.unary(UnaryFunction.SOFTPLUS, graph.linear(error, -2, 0));
    return PerSample.meanLast(graph, graph.linear(graph.plus(error, softplus), 1, -Math.log(2)));
  }

  /** Reads a config's own arguments; {@link Losses#from} reads those that all losses have. */
  public static LogCosh from(ConfigReader config) {
    return new LogCosh();
  }

  @Override
  public Config config() {
    return baseConfig();
  }
}
