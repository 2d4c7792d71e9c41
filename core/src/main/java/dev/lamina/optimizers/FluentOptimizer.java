package dev.lamina.optimizers;

import dev.lamina.schedules.LearningRateSchedule;
import java.util.List;

/**
 * The arguments every optimizer has, as copying withers that keep the optimizer's own type.
 *
 * <pre>{@code
 * SGD sgd = new SGD(0.1).momentum(0.9).weightDecay(1e-4).clipNorm(1);
 * }</pre>
 *
 * <p>An optimizer of your own is written as the built-in ones are:
 *
 * <pre>{@code
 * final class SignDescent extends FluentOptimizer<SignDescent> {
 *   SignDescent(double learningRate) {
 *     super(learningRate);
 *   }
 *
 *   @Override
 *   public Value step(UpdateContext context, Value weight, Value gradient) {
 *     GraphBuilder graph = context.graph();
 *     Value size = graph.linear(graph.unary(UnaryFunction.ABS, gradient), 1, 1e-7);
 *     Value sign = graph.divide(gradient, size);
 *     return graph.minus(weight, graph.times(sign, context.learningRate()));
 *   }
 *
 *   @Override
 *   public Config config() {
 *     return baseConfig("SignDescent");
 *   }
 * }
 * }</pre>
 *
 * @param <O> the optimizer itself
 */
public abstract class FluentOptimizer<O extends FluentOptimizer<O>> extends Optimizer {
  /**
   * An optimizer that starts with this learning rate.
   *
   * @throws IllegalArgumentException if it is negative or not finite
   */
  protected FluentOptimizer(double learningRate) {
    super(learningRate);
  }

  /** An optimizer whose learning rate follows a schedule. */
  protected FluentOptimizer(LearningRateSchedule schedule) {
    super(schedule);
  }

  /**
   * A copy that first makes each weight smaller by {@code decay} times the learning rate times the
   * weight.
   */
  public final O weightDecay(double decay) {
    O copy = copy();
    copy.setWeightDecay(decay);
    return copy;
  }

  /**
   * A copy that does not decay weights whose name contains one of these, such as {@code bias}.
   * Keras does not save this.
   */
  public final O excludeFromWeightDecay(String... names) {
    O copy = copy();
    copy.setNotDecayed(List.of(names));
    return copy;
  }

  /** A copy that scales each weight's gradient to an L2 norm of at most {@code norm}. */
  public final O clipNorm(double norm) {
    O copy = copy();
    copy.setClipNorm(norm);
    return copy;
  }

  /** A copy that cuts every element of the gradients to {@code [-value, value]}. */
  public final O clipValue(double value) {
    O copy = copy();
    copy.setClipValue(value);
    return copy;
  }

  /** A copy that scales all gradients so that their joint L2 norm is at most {@code norm}. */
  public final O globalClipNorm(double norm) {
    O copy = copy();
    copy.setGlobalClipNorm(norm);
    return copy;
  }

  /**
   * A copy that keeps a moving average of each weight, or not, the default. Each step does {@code
   * average = momentum average + (1 - momentum) w}, and the end of {@code fit} puts the averages in
   * the weights' place.
   */
  public final O useEma(boolean use) {
    O copy = copy();
    copy.setUseEma(use);
    return copy;
  }

  /** A copy whose {@link #useEma averages} keep this share, from 0 to 1; 0.99 by default. */
  public final O emaMomentum(double momentum) {
    O copy = copy();
    copy.setEmaMomentum(momentum);
    return copy;
  }

  /**
   * A copy that puts the {@link #useEma averages} in the weights' place after so many steps, again
   * and again; by default only {@code fit} does, at its end.
   */
  public final O emaOverwriteFrequency(int steps) {
    O copy = copy();
    copy.setEmaOverwriteFrequency(steps);
    return copy;
  }

  /**
   * A copy that changes the weights once in so many steps, by the mean of their gradients; at least
   * 2. A schedule of the learning rate counts the steps, all else counts the changes.
   */
  public final O gradientAccumulationSteps(int steps) {
    O copy = copy();
    copy.setGradientAccumulationSteps(steps);
    return copy;
  }

  /** A shallow copy, to be changed by a wither before anyone else sees it. */
  @SuppressWarnings("unchecked") // O is this class, by the contract of the type parameter
  protected final O copy() {
    return (O) duplicate();
  }
}
