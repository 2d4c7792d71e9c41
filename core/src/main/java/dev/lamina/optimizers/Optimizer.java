package dev.lamina.optimizers;

import dev.lamina.config.Config;
import dev.lamina.config.Configurable;
import dev.lamina.ir.BinaryFunction;
import dev.lamina.ir.GraphBuilder;
import dev.lamina.ir.ReduceFunction;
import dev.lamina.ir.Unary;
import dev.lamina.ir.UnaryFunction;
import dev.lamina.ir.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes weights by their gradients. Immutable: the learning rate in force, and the slots, live in
 * the model.
 */
public abstract class Optimizer implements Configurable, Cloneable {
  private final double learningRate;
  private @Nullable Double clipNorm;
  private @Nullable Double clipValue;
  private @Nullable Double globalClipNorm;

  protected Optimizer(double learningRate) {
    if (!(learningRate >= 0) || Double.isInfinite(learningRate)) {
      throw new IllegalArgumentException(
          "the learning rate must be a number >= 0, received " + learningRate);
    }
    this.learningRate = learningRate;
  }

  /** The learning rate at the start of training. */
  public final double learningRate() {
    return learningRate;
  }

  /**
   * Adds the ops that compute the new value of one weight.
   *
   * @return the weight's new value
   */
  public abstract Value step(UpdateContext context, Value weight, Value gradient);

  /** A copy that scales each weight's gradient to an L2 norm of at most {@code norm}. */
  protected final void setClipNorm(double norm) {
    clipNorm = positive("clipnorm", norm);
  }

  protected final void setClipValue(double value) {
    clipValue = positive("clipvalue", value);
  }

  protected final void setGlobalClipNorm(double norm) {
    globalClipNorm = positive("global_clipnorm", norm);
  }

  private static double positive(String name, double value) {
    if (!(value > 0)) {
      throw new IllegalArgumentException(name + " must be > 0, received " + value);
    }
    return value;
  }

  /**
   * The gradients after clipping, as Keras does it: by norm, else by global norm, else by value.
   */
  public final Map<Value, Value> clip(GraphBuilder graph, Map<Value, Value> gradients) {
    Map<Value, Value> clipped = new LinkedHashMap<>(gradients);
    if (clipNorm != null) {
      double limit = clipNorm;
      clipped.replaceAll(
          (weight, gradient) ->
              graph.times(gradient, scale(graph, squares(graph, gradient), limit)));
    } else if (globalClipNorm != null && !gradients.isEmpty()) {
      Value total =
          gradients.values().stream()
              .map(gradient -> squares(graph, gradient))
              .reduce(graph::plus)
              .orElseThrow();
      Value scale = scale(graph, total, globalClipNorm);
      clipped.replaceAll((weight, gradient) -> graph.times(gradient, scale));
    } else if (clipValue != null) {
      double limit = clipValue;
      clipped.replaceAll(
          (weight, gradient) -> graph.add(Unary.of(UnaryFunction.CLIP, -limit, limit), gradient));
    }
    return clipped;
  }

  private static Value squares(GraphBuilder graph, Value gradient) {
    return graph.reduceAll(ReduceFunction.SUM, graph.unary(UnaryFunction.SQUARE, gradient));
  }

  /** {@code limit / max(norm, limit)}. */
  private static Value scale(GraphBuilder graph, Value squares, double limit) {
    Value norm = graph.unary(UnaryFunction.SQRT, squares);
    Value bound = graph.scalar(limit);
    return graph.divide(bound, graph.binary(BinaryFunction.MAXIMUM, norm, bound));
  }

  /** The start of an optimizer's config, in Keras's order. */
  protected final Config baseConfig(String className, @Nullable Double weightDecay) {
    return Config.of(className)
        .with("learning_rate", learningRate)
        .with("weight_decay", weightDecay)
        .with("clipnorm", clipNorm)
        .with("global_clipnorm", globalClipNorm)
        .with("clipvalue", clipValue);
  }

  /** A shallow copy, to be changed before anyone else sees it. */
  protected final Optimizer copy() {
    try {
      return (Optimizer) clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }
}
