package dev.lamina.losses;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.BinaryFunction;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.ReductionFunction;
import org.jspecify.annotations.Nullable;

/**
 * The arguments every loss of Keras has, as copying withers that keep the loss's own type. Losses
 * are immutable, and equal if their configs are.
 *
 * <pre>{@code
 * new Huber().delta(0.5).reduction("sum").named("size_loss");
 * }</pre>
 *
 * @param <L> the loss itself
 */
public abstract class FluentLoss<L extends FluentLoss<L>> implements Loss, Cloneable {
  private final String className;
  private String name;
  private LossReduction reduction = LossReduction.SUM_OVER_BATCH_SIZE;

  /**
   * A loss with the mean over the batch.
   *
   * @param className as Keras's files call it
   * @param name Keras's default for the argument of that name
   */
  protected FluentLoss(String className, String name) {
    this.className = className;
    this.name = name;
  }

  /** A copy with this name, which files keep. */
  public final L named(String name) {
    L copy = copy();
    ((FluentLoss<?>) copy).name = name;
    return copy;
  }

  /**
   * A copy with this reduction by Keras's name; {@code sum_over_batch_size} by default.
   *
   * @throws IllegalArgumentException listing the right names
   */
  public final L reduction(String reduction) {
    return reduction(LossReduction.of(reduction));
  }

  /** A copy with this reduction; {@link LossReduction#SUM_OVER_BATCH_SIZE} by default. */
  public final L reduction(LossReduction reduction) {
    L copy = copy();
    ((FluentLoss<?>) copy).reduction = reduction;
    return copy;
  }

  /**
   * The loss of each position.
   *
   * @return of shape {@code (N, ...)}; {@code (N)} where a sample has one position
   */
  protected abstract Value positions(GraphBuilder graph, Value target, Value prediction);

  @Override
  public final Value perSample(GraphBuilder graph, Value target, Value prediction) {
    return PerSample.mean(graph, positions(graph, target, prediction));
  }

  @Override
  public Value contributions(
      GraphBuilder graph, Value target, Value prediction, @Nullable Value weight) {
    Value positions = positions(graph, target, prediction);
    return reduced(graph, PerSample.mean(graph, positions), positions.shape().size(), weight);
  }

  @Override
  public boolean isOfWholeBatch() {
    return reduction == LossReduction.SUM || reduction == LossReduction.MEAN_WITH_SAMPLE_WEIGHT;
  }

  /**
   * The samples' means times their weights and what the reduction makes of the mean over them.
   *
   * @param count of all positions of all samples
   */
  final Value reduced(GraphBuilder graph, Value means, int count, @Nullable Value weight) {
    Value weighted = weight == null ? means : graph.times(means, weight);
    return switch (reduction) {
      case SUM_OVER_BATCH_SIZE, MEAN -> weighted;
      case SUM -> graph.linear(weighted, count, 0);
      case MEAN_WITH_SAMPLE_WEIGHT ->
          weight == null ? weighted : share(graph, graph.linear(weighted, count, 0), weight);
    };
  }

  /** {@code values / sum(weights)}, or 0 where that sum is 0. */
  static Value share(GraphBuilder graph, Value values, Value weights) {
    Value sum = graph.reduceAll(ReductionFunction.SUM, weights);
    Value zero = graph.binary(BinaryFunction.EQUAL, sum, graph.scalar(0));
    Value some = graph.linear(zero, -1, 1);
    return graph.times(graph.divide(values, graph.plus(sum, zero)), some);
  }

  /** What becomes of the losses of a batch. */
  public final LossReduction reduction() {
    return reduction;
  }

  /** A shallow copy, to be changed by a wither before anyone else sees it. */
  @SuppressWarnings("unchecked") // L is this class, by the contract of the type parameter
  protected final L copy() {
    try {
      return (L) clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  /** A copy with the arguments that all losses have. */
  final L readBase(ConfigReader config) {
    return named(config.text("name", name)).reduction(config.text("reduction", "auto"));
  }

  /** The start of the config, with the arguments that all losses have, in Keras's order. */
  protected final Config baseConfig() {
    return Config.of(className).with("name", name).with("reduction", reduction.toString());
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof FluentLoss<?> loss
        && getClass() == loss.getClass()
        && config().equals(loss.config());
  }

  @Override
  public final int hashCode() {
    return config().hashCode();
  }

  /** For people: the class with its arguments, as Keras names them. */
  @Override
  public final String toString() {
    return config().toString();
  }
}
