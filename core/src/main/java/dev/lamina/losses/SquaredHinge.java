package dev.lamina.losses;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.UnaryFunction;

/**
 * {@code max(1 - y p, 0)^2}, averaged over a sample's outputs; targets have the predictions' shape.
 *
 * <p>Targets are -1 or 1. Where all of a batch are 0 or 1, 0 stands for -1.
 *
 * <pre>{@code
 * model.compile(new Adam(), new SquaredHinge());
 * }</pre>
 */
public final class SquaredHinge extends FluentLoss<SquaredHinge> {

  /** The loss with Keras's defaults. */
  public SquaredHinge() {
    super("SquaredHinge", "squared_hinge");
  }

  @Override
  protected Value positions(GraphBuilder graph, Value target, Value prediction) {
    Value margin = Margin.missing(graph, target, prediction);
    return PerSample.meanLast(graph, graph.unary(UnaryFunction.SQUARE, margin));
  }

  @Override
  public boolean isOfWholeBatch() {
    return true;
  }

  /** Reads a config's own arguments; {@link Losses#from} reads those that all losses have. */
  public static SquaredHinge from(ConfigReader config) {
    return new SquaredHinge();
  }

  @Override
  public Config config() {
    return baseConfig();
  }
}
