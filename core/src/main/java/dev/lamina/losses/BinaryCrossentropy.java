package dev.lamina.losses;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.UnaryFunction;

/**
 * {@code -(y log p + (1 - y) log(1 - p))}, averaged over a sample's outputs: each output is a
 * yes-or-no question of its own. Targets have the predictions' shape. Predictions are
 * probabilities, or logits with {@code fromLogits}.
 *
 * <p>The logarithm of a sigmoid is computed from the sigmoid's input. Probabilities of another
 * origin are clipped to {@code [1e-7, 1 - 1e-7]}.
 *
 * <pre>{@code
 * model.compile(new Adam(), new BinaryCrossentropy(), "accuracy");
 * new BinaryCrossentropy().fromLogits(true);
 * }</pre>
 */
public final class BinaryCrossentropy extends FluentLoss<BinaryCrossentropy> {
  private boolean fromLogits = false;
  private double labelSmoothing = 0;
  private int axis = -1;

  /** The loss with Keras's defaults. */
  public BinaryCrossentropy() {
    super("BinaryCrossentropy", "binary_crossentropy");
  }

  /** A copy for predictions that are logits; by default they are probabilities. */
  public BinaryCrossentropy fromLogits(boolean fromLogits) {
    BinaryCrossentropy copy = copy();
    copy.fromLogits = fromLogits;
    return copy;
  }

  /** A copy that moves targets this share of the way to 1/2, from 0 to 1; 0 by default. */
  public BinaryCrossentropy labelSmoothing(double labelSmoothing) {
    BinaryCrossentropy copy = copy();
    copy.labelSmoothing = Arguments.fraction("labelSmoothing", labelSmoothing);
    return copy;
  }

  /** A copy that averages along this axis, counted with the batch; the last by default. */
  public BinaryCrossentropy axis(int axis) {
    BinaryCrossentropy copy = copy();
    copy.axis = ClassAxis.require(axis);
    return copy;
  }

  @Override
  protected Value positions(GraphBuilder graph, Value target, Value prediction) {
    Value y = smoothed(graph, target, prediction, labelSmoothing);
    Value each = each(graph, y, prediction, fromLogits);
    return PerSample.meanLast(graph, ClassAxis.last(graph, each, axis));
  }

  static Value smoothed(GraphBuilder graph, Value target, Value prediction, double smoothing) {
    Value y = PerSample.target(graph, target, prediction.shape());
    return smoothing == 0 ? y : graph.linear(y, 1 - smoothing, smoothing / 2);
  }

  /** The loss of each output. */
  static Value each(GraphBuilder graph, Value y, Value prediction, boolean fromLogits) {
    Value logits = Probabilities.sigmoidLogits(graph, prediction, fromLogits);
    return logits == null
        ? ofProbabilities(graph, y, Probabilities.clip(graph, prediction))
        : ofLogits(graph, y, logits);
  }

  /** {@code softplus(x) - x y}, which is the same for {@code p = sigmoid(x)}. */
  private static Value ofLogits(GraphBuilder graph, Value y, Value x) {
    return graph.minus(graph.unary(UnaryFunction.SOFTPLUS, x), graph.times(x, y));
  }

  private static Value ofProbabilities(GraphBuilder graph, Value y, Value p) {
    Value yes = graph.times(y, Probabilities.log(graph, p));
    Value no =
        graph.times(graph.linear(y, -1, 1), Probabilities.log(graph, graph.linear(p, -1, 1)));
    return graph.linear(graph.plus(yes, no), -1, 0);
  }

  /** Reads a config's own arguments; {@link Losses#from} reads those that all losses have. */
  public static BinaryCrossentropy from(ConfigReader config) {
    BinaryCrossentropy loss = new BinaryCrossentropy();
    loss = loss.fromLogits(config.flag("from_logits", loss.fromLogits));
    loss = loss.labelSmoothing(config.number("label_smoothing", loss.labelSmoothing));
    loss = loss.axis(config.integer("axis", loss.axis));
    return loss;
  }

  @Override
  public Config config() {
    return baseConfig()
        .with("from_logits", fromLogits)
        .with("label_smoothing", labelSmoothing)
        .with("axis", axis);
  }
}
