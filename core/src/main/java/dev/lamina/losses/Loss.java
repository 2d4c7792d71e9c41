package dev.lamina.losses;

import dev.lamina.config.Configurable;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A measure of how wrong predictions are. The model averages it over the samples of a batch, after
 * weighting each sample.
 *
 * <pre>{@code
 * final class Cubic implements Loss {
 *   public Value perSample(GraphBuilder g, Value target, Value prediction) {
 *     Value error = g.unary(UnaryFunction.ABS, g.minus(prediction, target));
 *     Value cube = g.add(Unary.of(UnaryFunction.POW, 1, 3), error);
 *     return g.reduce(ReductionFunction.MEAN, cube, List.of(1), false);
 *   }
 *
 *   public Config config() {
 *     return Config.of("Cubic");
 *   }
 * }
 * }</pre>
 */
public interface Loss extends Configurable {
  /**
   * The loss of each sample.
   *
   * @param target of shape {@code (N, targetShape...)}
   * @param prediction the model's output
   * @return of shape {@code (N)}
   */
  Value perSample(GraphBuilder graph, Value target, Value prediction);

  /**
   * What each sample adds to the loss of its batch, which is the mean of these: by default the
   * sample's loss times its weight.
   *
   * @param weight of each sample, {@code (N)}; null where samples have none
   * @return of shape {@code (N)}
   */
  default Value contributions(
      GraphBuilder graph, Value target, Value prediction, @Nullable Value weight) {
    Value losses = perSample(graph, target, prediction);
    return weight == null ? losses : graph.times(losses, weight);
  }

  /**
   * Whether what a sample adds depends on the other samples of its batch; false by default. Then an
   * evaluation never takes a batch in pieces.
   */
  default boolean isOfWholeBatch() {
    return false;
  }

  /** A label besides the class indices that targets may have, or null, as by default. */
  default @Nullable Integer ignoredLabel() {
    return null;
  }

  /**
   * The shape of one sample's target for predictions of shape {@code prediction} (one sample's):
   * the same by default, a scalar (the class index) for sparse losses.
   */
  default Shape targetShape(Shape prediction) {
    return prediction;
  }

  /** Whether targets are class indices, to be checked against the number of classes. */
  default boolean isSparse() {
    return false;
  }
}
