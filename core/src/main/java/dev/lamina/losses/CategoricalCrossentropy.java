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
 * new CategoricalCrossentropy().fromLogits(true).labelSmoothing(0.1);
 * }</pre>
 */
public final class CategoricalCrossentropy extends FluentLoss<CategoricalCrossentropy> {
  private boolean fromLogits = false;
  private double labelSmoothing = 0;
  private int axis = -1;

  /** The loss with Keras's defaults. */
  public CategoricalCrossentropy() {
    super("CategoricalCrossentropy", "categorical_crossentropy");
  }

  /** A copy for predictions that are logits; by default they are probabilities. */
  public CategoricalCrossentropy fromLogits(boolean fromLogits) {
    CategoricalCrossentropy copy = copy();
    copy.fromLogits = fromLogits;
    return copy;
  }

  /**
   * A copy that spreads this share of each target, from 0 to 1, evenly over all classes; 0 by
   * default.
   */
  public CategoricalCrossentropy labelSmoothing(double labelSmoothing) {
    CategoricalCrossentropy copy = copy();
    copy.labelSmoothing = Arguments.fraction("labelSmoothing", labelSmoothing);
    return copy;
  }

  /** A copy that takes this axis for the classes, counted with the batch; the last by default. */
  public CategoricalCrossentropy axis(int axis) {
    CategoricalCrossentropy copy = copy();
    copy.axis = ClassAxis.require(axis);
    return copy;
  }

  @Override
  protected Value positions(GraphBuilder graph, Value target, Value prediction) {
    Value y = smoothed(graph, target, prediction, labelSmoothing, axis);
    Value log = logProbabilities(graph, prediction);
    return graph.linear(PerSample.sumLast(graph, graph.times(y, log)), -1, 0);
  }

  /** The targets with the classes last. */
  static Value smoothed(
      GraphBuilder graph, Value target, Value prediction, double smoothing, int axis) {
    Value y = PerSample.target(graph, target, prediction.shape());
    if (smoothing != 0) { // Keras divides by the size of the last axis, whatever the classes' is
      y = graph.linear(y, 1 - smoothing, smoothing / prediction.shape().dim(-1));
    }
    return ClassAxis.last(graph, y, axis);
  }

  private Value logProbabilities(GraphBuilder graph, Value prediction) {
    Value logits = Probabilities.softmaxLogits(graph, prediction, fromLogits, axis);
    if (logits != null) {
      return Probabilities.logSoftmax(graph, ClassAxis.last(graph, logits, axis));
    }
    Value scaled = Probabilities.scaled(graph, ClassAxis.last(graph, prediction, axis));
    return Probabilities.log(graph, Probabilities.clip(graph, scaled));
  }

  /** Reads a config's own arguments; {@link Losses#from} reads those that all losses have. */
  public static CategoricalCrossentropy from(ConfigReader config) {
    CategoricalCrossentropy loss = new CategoricalCrossentropy();
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
