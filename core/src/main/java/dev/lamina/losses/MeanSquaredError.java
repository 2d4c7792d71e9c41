package dev.lamina.losses;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.UnaryFunction;

/**
 * {@code (prediction - target)^2}, averaged over a sample's outputs; targets have the predictions'
 * shape.
 *
 * <pre>{@code
 * model.compile(new Adam(), new MeanSquaredError());
 * }</pre>
 */
public record MeanSquaredError() implements Loss {
  @Override
  public Value perSample(GraphBuilder graph, Value target, Value prediction) {
    Value error = graph.minus(prediction, PerSample.target(graph, target, prediction.shape()));
    return PerSample.mean(graph, graph.unary(UnaryFunction.SQUARE, error));
  }

  /** Reads a config's own arguments; {@link Losses#from} reads those that all losses have. */
  public static MeanSquaredError from(ConfigReader config) {
    return new MeanSquaredError();
  }

  @Override
  public Config config() {
    return Losses.baseConfig("MeanSquaredError");
  }

  /** For people: the class with its arguments, as Keras names them. */
  @Override
  public String toString() {
    return config().toString();
  }
}
