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
 * }</pre>
 *
 * @param fromLogits whether predictions are logits; false by default
 * @param labelSmoothing moves targets this share of the way to 1/2, from 0 to 1; 0 by default
 */
public record BinaryCrossentropy(boolean fromLogits, double labelSmoothing) implements Loss {
  public BinaryCrossentropy {
    Arguments.fraction("labelSmoothing", labelSmoothing);
  }

  public BinaryCrossentropy() {
    this(false, 0);
  }

  public BinaryCrossentropy fromLogits(boolean fromLogits) {
    return new BinaryCrossentropy(fromLogits, labelSmoothing);
  }

  public BinaryCrossentropy labelSmoothing(double labelSmoothing) {
    return new BinaryCrossentropy(fromLogits, labelSmoothing);
  }

  @Override
  public Value perSample(GraphBuilder graph, Value target, Value prediction) {
    Value y = PerSample.target(graph, target, prediction.shape());
    if (labelSmoothing != 0) {
      y = graph.linear(y, 1 - labelSmoothing, labelSmoothing / 2);
    }
    Value logits = Probabilities.sigmoidLogits(graph, prediction, fromLogits);
    return PerSample.mean(
        graph,
        logits == null
            ? ofProbabilities(graph, y, Probabilities.clip(graph, prediction))
            : ofLogits(graph, y, logits));
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
    config.only("axis", -1);
    return new BinaryCrossentropy(
        config.flag("from_logits", false), config.number("label_smoothing", 0));
  }

  @Override
  public Config config() {
    return Losses.baseConfig("BinaryCrossentropy")
        .with("from_logits", fromLogits)
        .with("label_smoothing", labelSmoothing)
        .with("axis", -1);
  }

  /** For people: the class with its arguments, as Keras names them. */
  @Override
  public String toString() {
    return config().toString();
  }
}
