package dev.lamina.losses;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;

/**
 * {@code e^2 / 2} for errors up to {@code delta}, {@code delta |e| - delta^2 / 2} above, averaged
 * over a sample's outputs: wild targets count less than in the squared error (Huber, 1964). Targets
 * have the predictions' shape.
 *
 * <pre>{@code
 * new Huber().delta(0.5);
 * }</pre>
 *
 * <p>Keras does not write delta to its files, so what comes from one has 1; Keras reads it from
 * Lamina's.
 */
public final class Huber extends FluentLoss<Huber> {
  private double delta = 1;

  /** The loss with Keras's defaults. */
  public Huber() {
    super("Huber", "huber_loss");
  }

  /** A copy that is linear beyond this error; 1 by default. */
  public Huber delta(double delta) {
    Huber copy = copy();
    copy.delta = Arguments.positive("delta", delta);
    return copy;
  }

  @Override
  protected Value positions(GraphBuilder graph, Value target, Value prediction) {
    Value error = graph.minus(prediction, PerSample.target(graph, target, prediction.shape()));
    Value size = graph.unary(UnaryFunction.ABS, error);
    // With c = min(|e|, delta) both formulas are c |e| - c^2 / 2.
    Value cut = graph.add(Unary.of(UnaryFunction.CLIP, 0, delta), size);
    Value half = graph.linear(graph.unary(UnaryFunction.SQUARE, cut), 0.5, 0);
    return PerSample.meanLast(graph, graph.minus(graph.times(cut, size), half));
  }

  /** Reads a config's own arguments; {@link Losses#from} reads those that all losses have. */
  public static Huber from(ConfigReader config) {
    Huber loss = new Huber();
    loss = loss.delta(config.number("delta", loss.delta));
    return loss;
  }

  @Override
  public Config config() {
    // Keras reads it, but never writes it.
    return delta == 1 ? baseConfig() : baseConfig().with("delta", delta);
  }
}
