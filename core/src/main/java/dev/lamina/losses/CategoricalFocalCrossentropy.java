package dev.lamina.losses;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.ChannelSoftmax;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;

/**
 * Categorical cross-entropy with each class's part times {@code alpha (1 - p)^gamma}: what is easy
 * counts less (Lin et al., 2017). Targets {@code (N, ..., C)} give each class its probability.
 * Predictions are scaled to sum to 1 and clipped to {@code [1e-7, 1 - 1e-7]}.
 *
 * <pre>{@code
 * new CategoricalFocalCrossentropy().alpha(0.25).gamma(2);
 * }</pre>
 */
public final class CategoricalFocalCrossentropy extends FluentLoss<CategoricalFocalCrossentropy> {
  private boolean fromLogits = false;
  private double labelSmoothing = 0;
  private int axis = -1;
  private double alpha = 0.25;
  private double gamma = 2;

  /** The loss with Keras's defaults. */
  public CategoricalFocalCrossentropy() {
    super("CategoricalFocalCrossentropy", "categorical_focal_crossentropy");
  }

  /** A copy for predictions that are logits; by default they are probabilities. */
  public CategoricalFocalCrossentropy fromLogits(boolean fromLogits) {
    CategoricalFocalCrossentropy copy = copy();
    copy.fromLogits = fromLogits;
    return copy;
  }

  /**
   * A copy that spreads this share of each target, from 0 to 1, evenly over all classes; 0 by
   * default.
   */
  public CategoricalFocalCrossentropy labelSmoothing(double labelSmoothing) {
    CategoricalFocalCrossentropy copy = copy();
    copy.labelSmoothing = Arguments.fraction("labelSmoothing", labelSmoothing);
    return copy;
  }

  /** A copy that takes this axis for the classes, counted with the batch; the last by default. */
  public CategoricalFocalCrossentropy axis(int axis) {
    CategoricalFocalCrossentropy copy = copy();
    copy.axis = ClassAxis.require(axis);
    return copy;
  }

  /**
   * A copy with this weight of all classes; 0.25 by default. Keras also knows a list, one for each
   * class, but cannot save it.
   */
  public CategoricalFocalCrossentropy alpha(double alpha) {
    CategoricalFocalCrossentropy copy = copy();
    copy.alpha = Arguments.finite("alpha", alpha);
    return copy;
  }

  /** A copy with this exponent; 2 by default. */
  public CategoricalFocalCrossentropy gamma(double gamma) {
    CategoricalFocalCrossentropy copy = copy();
    copy.gamma = Arguments.notNegative("gamma", gamma);
    return copy;
  }

  @Override
  protected Value positions(GraphBuilder graph, Value target, Value prediction) {
    Value y = CategoricalCrossentropy.smoothed(graph, target, prediction, labelSmoothing, axis);
    Value given = ClassAxis.last(graph, prediction, axis);
    Value p = fromLogits ? graph.add(new ChannelSoftmax(false), given) : given;
    Value output = Probabilities.clip(graph, Probabilities.scaled(graph, p));
    Value entropy = graph.times(y, Probabilities.log(graph, output));
    Value focus = graph.add(Unary.of(UnaryFunction.POW, alpha, gamma), graph.linear(output, -1, 1));
    return graph.linear(PerSample.sumLast(graph, graph.times(focus, entropy)), -1, 0);
  }

  /** Reads a config's own arguments; {@link Losses#from} reads those that all losses have. */
  public static CategoricalFocalCrossentropy from(ConfigReader config) {
    CategoricalFocalCrossentropy loss = new CategoricalFocalCrossentropy();
    loss = loss.fromLogits(config.flag("from_logits", loss.fromLogits));
    loss = loss.labelSmoothing(config.number("label_smoothing", loss.labelSmoothing));
    loss = loss.axis(config.integer("axis", loss.axis));
    loss = loss.alpha(config.number("alpha", loss.alpha));
    loss = loss.gamma(config.number("gamma", loss.gamma));
    return loss;
  }

  @Override
  public Config config() {
    return baseConfig()
        .with("from_logits", fromLogits)
        .with("label_smoothing", labelSmoothing)
        .with("axis", axis)
        .with("alpha", alpha)
        .with("gamma", gamma);
  }
}
