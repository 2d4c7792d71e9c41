package dev.lamina.losses;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;

/**
 * {@code max(1 - y p, 0)}, averaged over a sample's outputs; targets have the predictions' shape.
 *
 * <p>Targets are -1 or 1. Where all of a batch are 0 or 1, 0 stands for -1.
 *
 * <pre>{@code
 * model.compile(new Adam(), new Hinge());
 * }</pre>
 */
public final class Hinge extends FluentLoss<Hinge> {

  /** The loss with Keras's defaults. */
  public Hinge() {
    super("Hinge", "hinge");
  }

  @Override
  protected Value positions(GraphBuilder graph, Value target, Value prediction) {
    Value margin = Margin.missing(graph, target, prediction);
    return PerSample.meanLast(graph, margin);
  }

  @Override
  public boolean isOfWholeBatch() {
    return true;
  }

  /** Reads a config's own arguments; {@link Losses#from} reads those that all losses have. */
  public static Hinge from(ConfigReader config) {
    return new Hinge();
  }

  @Override
  public Config config() {
    return baseConfig();
  }
}
