package dev.lamina.losses;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.OneHot;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;

/**
 * {@code (1 - p[label]^q) / q}: between cross-entropy (q near 0) and the absolute error (q near 1),
 * for labels that may be wrong (Zhang and Sabuncu, 2018). Predictions {@code (N, ..., C)} are
 * probabilities, targets {@code (N, ...)} class indices.
 *
 * <pre>{@code
 * new CategoricalGeneralizedCrossEntropy().q(0.7);
 * }</pre>
 */
public final class CategoricalGeneralizedCrossEntropy
    extends FluentLoss<CategoricalGeneralizedCrossEntropy> {
  private double q = 0.5;

  /** The loss with Keras's defaults. */
  public CategoricalGeneralizedCrossEntropy() {
    super("CategoricalGeneralizedCrossEntropy", "categorical_generalized_cross_entropy");
  }

  /** A copy with this exponent, above 0 and below 1; 0.5 by default. */
  public CategoricalGeneralizedCrossEntropy q(double q) {
    CategoricalGeneralizedCrossEntropy copy = copy();
    copy.q = between(q);
    return copy;
  }

  private static double between(double q) {
    if (!(q > 0 && q < 1)) {
      throw new IllegalArgumentException("q must be above 0 and below 1, received " + q);
    }
    return q;
  }

  @Override
  protected Value positions(GraphBuilder graph, Value target, Value prediction) {
    Value labels = PerSample.classTarget(graph, target, prediction.shape());
    Value oneHot = graph.add(new OneHot(prediction.shape().dim(-1)), labels);
    Value p = PerSample.sumLast(graph, graph.times(prediction, oneHot));
    Value power = graph.add(Unary.of(UnaryFunction.POW, -1 / q, q), p);
    return graph.linear(power, 1, 1 / q);
  }

  @Override
  public Shape targetShape(Shape prediction) {
    return ClassAxis.without(prediction, -1);
  }

  @Override
  public boolean isSparse() {
    return true;
  }

  /** Reads a config's own arguments; {@link Losses#from} reads those that all losses have. */
  public static CategoricalGeneralizedCrossEntropy from(ConfigReader config) {
    CategoricalGeneralizedCrossEntropy loss = new CategoricalGeneralizedCrossEntropy();
    loss = loss.q(config.number("q", loss.q));
    return loss;
  }

  @Override
  public Config config() {
    return baseConfig().with("q", q);
  }
}
