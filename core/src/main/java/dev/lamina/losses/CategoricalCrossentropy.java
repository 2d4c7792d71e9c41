package dev.lamina.losses;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;

/**
 * {@code -sum(y log p)} over the classes, for targets {@code (N, ..., C)} that give each class its
 * probability, one-hot in most cases. Predictions are probabilities, or logits with {@code
 * fromLogits}.
 *
 * <p>The logarithm of a softmax is computed from the softmax's input. Probabilities of another
 * origin are scaled to sum to 1 and clipped to {@code [1e-7, 1 - 1e-7]}.
 *
 * <pre>{@code
 * new CategoricalCrossentropy().labelSmoothing(0.1);
 * }</pre>
 *
 * @param fromLogits whether predictions are logits; false by default
 * @param labelSmoothing the share of each target spread evenly over all classes, from 0 to 1; 0 by
 *     default
 */
public record CategoricalCrossentropy(boolean fromLogits, double labelSmoothing) implements Loss {
  public CategoricalCrossentropy {
    Arguments.fraction("labelSmoothing", labelSmoothing);
  }

  public CategoricalCrossentropy() {
    this(false, 0);
  }

  public CategoricalCrossentropy fromLogits(boolean fromLogits) {
    return new CategoricalCrossentropy(fromLogits, labelSmoothing);
  }

  public CategoricalCrossentropy labelSmoothing(double labelSmoothing) {
    return new CategoricalCrossentropy(fromLogits, labelSmoothing);
  }

  @Override
  public Value perSample(GraphBuilder graph, Value target, Value prediction) {
    Value y = PerSample.target(graph, target, prediction.shape());
    if (labelSmoothing != 0) {
      y = graph.linear(y, 1 - labelSmoothing, labelSmoothing / prediction.shape().dim(-1));
    }
    Value entropy = PerSample.sumLast(graph, graph.times(y, logProbabilities(graph, prediction)));
    return PerSample.mean(graph, graph.linear(entropy, -1, 0));
  }

  private Value logProbabilities(GraphBuilder graph, Value prediction) {
    Value logits = Probabilities.softmaxLogits(graph, prediction, fromLogits);
    if (logits != null) {
      return Probabilities.logSoftmax(graph, logits);
    }
    Value sum = PerSample.sumLast(graph, prediction);
    Value scaled = graph.divide(prediction, graph.reshape(sum, prediction.shape().with(-1, 1)));
    return Probabilities.log(graph, Probabilities.clip(graph, scaled));
  }

  /** Reads a config's own arguments; {@link Losses#from} reads those that all losses have. */
  public static CategoricalCrossentropy from(ConfigReader config) {
    config.only("axis", -1);
    return new CategoricalCrossentropy(
        config.flag("from_logits", false), config.number("label_smoothing", 0));
  }

  @Override
  public Config config() {
    return Losses.baseConfig("CategoricalCrossentropy")
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
