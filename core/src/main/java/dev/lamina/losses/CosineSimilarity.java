package dev.lamina.losses;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.BinaryFunction;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;

/**
 * {@code -y p / (|y| |p|)} along an axis: from -1, where target and prediction point the same way,
 * to 1. Targets have the predictions' shape. Vectors shorter than 1e-7 count as shorter than 1.
 *
 * <pre>{@code
 * model.compile(new Adam(), new CosineSimilarity());
 * }</pre>
 */
public final class CosineSimilarity extends FluentLoss<CosineSimilarity> {
  private int axis = -1;

  /** The loss with Keras's defaults. */
  public CosineSimilarity() {
    super("CosineSimilarity", "cosine_similarity");
  }

  /** A copy whose vectors lie along this axis, counted with the batch; the last by default. */
  public CosineSimilarity axis(int axis) {
    CosineSimilarity copy = copy();
    copy.axis = ClassAxis.require(axis);
    return copy;
  }

  @Override
  protected Value positions(GraphBuilder graph, Value target, Value prediction) {
    Value y = PerSample.target(graph, target, prediction.shape());
    Value product =
        graph.times(
            unit(graph, ClassAxis.last(graph, y, axis)),
            unit(graph, ClassAxis.last(graph, prediction, axis)));
    return graph.linear(PerSample.sumLast(graph, product), -1, 0);
  }

  private static Value unit(GraphBuilder graph, Value x) {
    Value squares = PerSample.sumLast(graph, graph.unary(UnaryFunction.SQUARE, x));
    Value inverse = graph.add(Unary.of(UnaryFunction.POW, 1, -0.5), squares);
    Value least =
        graph.binary(BinaryFunction.MINIMUM, inverse, graph.scalar(1 / Probabilities.EPSILON));
    return graph.times(x, graph.reshape(least, x.shape().with(-1, 1)));
  }

  /** Reads a config's own arguments; {@link Losses#from} reads those that all losses have. */
  public static CosineSimilarity from(ConfigReader config) {
    CosineSimilarity loss = new CosineSimilarity();
    loss = loss.axis(config.integer("axis", loss.axis));
    return loss;
  }

  @Override
  public Config config() {
    // Keras reads it, but never writes it.
    return axis == -1 ? baseConfig() : baseConfig().with("axis", axis);
  }
}
