package dev.lamina.losses;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;

/**
 * Binary cross-entropy times {@code (1 - p_t)^gamma}, where {@code p_t} is the probability given to
 * what is right: easy outputs count less (Lin et al., 2017). Averaged over a sample's outputs;
 * targets have the predictions' shape. Logarithms are computed as in {@link BinaryCrossentropy}.
 *
 * <pre>{@code
 * new BinaryFocalCrossentropy().gamma(1.5).applyClassBalancing(true).alpha(0.6);
 * }</pre>
 */
public final class BinaryFocalCrossentropy extends FluentLoss<BinaryFocalCrossentropy> {
  private boolean fromLogits = false;
  private double labelSmoothing = 0;
  private int axis = -1;
  private boolean applyClassBalancing = false;
  private double alpha = 0.25;
  private double gamma = 2;

  /** The loss with Keras's defaults. */
  public BinaryFocalCrossentropy() {
    super("BinaryFocalCrossentropy", "binary_focal_crossentropy");
  }

  /** A copy for predictions that are logits; by default they are probabilities. */
  public BinaryFocalCrossentropy fromLogits(boolean fromLogits) {
    BinaryFocalCrossentropy copy = copy();
    copy.fromLogits = fromLogits;
    return copy;
  }

  /** A copy that moves targets this share of the way to 1/2, from 0 to 1; 0 by default. */
  public BinaryFocalCrossentropy labelSmoothing(double labelSmoothing) {
    BinaryFocalCrossentropy copy = copy();
    copy.labelSmoothing = Arguments.fraction("labelSmoothing", labelSmoothing);
    return copy;
  }

  /** A copy that averages along this axis, counted with the batch; the last by default. */
  public BinaryFocalCrossentropy axis(int axis) {
    BinaryFocalCrossentropy copy = copy();
    copy.axis = ClassAxis.require(axis);
    return copy;
  }

  /** A copy that weighs yes by alpha and no by 1 - alpha, or not, as by default. */
  public BinaryFocalCrossentropy applyClassBalancing(boolean applyClassBalancing) {
    BinaryFocalCrossentropy copy = copy();
    copy.applyClassBalancing = applyClassBalancing;
    return copy;
  }

  /** A copy with this weight of yes, from 0 to 1; 0.25 by default. */
  public BinaryFocalCrossentropy alpha(double alpha) {
    BinaryFocalCrossentropy copy = copy();
    copy.alpha = Arguments.fraction("alpha", alpha);
    return copy;
  }

  /** A copy with this exponent; 2 by default. */
  public BinaryFocalCrossentropy gamma(double gamma) {
    BinaryFocalCrossentropy copy = copy();
    copy.gamma = Arguments.notNegative("gamma", gamma);
    return copy;
  }

  @Override
  protected Value positions(GraphBuilder graph, Value target, Value prediction) {
    Value y = BinaryCrossentropy.smoothed(graph, target, prediction, labelSmoothing);
    Value p = fromLogits ? graph.unary(UnaryFunction.SIGMOID, prediction) : prediction;
    Value no = graph.linear(y, -1, 1);
    Value right = graph.plus(graph.times(y, p), graph.times(no, graph.linear(p, -1, 1)));
    Value focus = graph.add(Unary.of(UnaryFunction.POW, 1, gamma), graph.linear(right, -1, 1));
    Value each = graph.times(focus, BinaryCrossentropy.each(graph, y, p, false));
    if (applyClassBalancing) {
      each = graph.times(graph.linear(y, 2 * alpha - 1, 1 - alpha), each);
    }
    return PerSample.meanLast(graph, ClassAxis.last(graph, each, axis));
  }

  /** Reads a config's own arguments; {@link Losses#from} reads those that all losses have. */
  public static BinaryFocalCrossentropy from(ConfigReader config) {
    BinaryFocalCrossentropy loss = new BinaryFocalCrossentropy();
    loss = loss.fromLogits(config.flag("from_logits", loss.fromLogits));
    loss = loss.labelSmoothing(config.number("label_smoothing", loss.labelSmoothing));
    loss = loss.axis(config.integer("axis", loss.axis));
    loss = loss.applyClassBalancing(config.flag("apply_class_balancing", loss.applyClassBalancing));
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
        .with("apply_class_balancing", applyClassBalancing)
        .with("alpha", alpha)
        .with("gamma", gamma);
  }
}
