package dev.lamina.optimizers;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.UnaryFunction;
import dev.lamina.schedules.LearningRateSchedule;

/**
 * Adagrad (Duchi et al., 2011): divides by the root of the sum of all squared gradients so far.
 * {@code a += g^2; w -= rate g / sqrt(a + epsilon)}.
 *
 * <pre>{@code
 * new Adagrad(0.01).initialAccumulatorValue(0.5);
 * }</pre>
 */
public final class Adagrad extends FluentOptimizer<Adagrad> {
  private double initialAccumulatorValue = 0.1;
  private double epsilon = 1e-7;

  /** With Keras's learning rate, 0.001. */
  public Adagrad() {
    this(1e-3);
  }

  public Adagrad(double learningRate) {
    super(learningRate);
  }

  /** With a learning rate that follows a schedule. */
  public Adagrad(LearningRateSchedule schedule) {
    super(schedule);
  }

  /** A copy whose sums begin with this; 0.1 by default. */
  public Adagrad initialAccumulatorValue(double initialAccumulatorValue) {
    Adagrad copy = copy();
    copy.initialAccumulatorValue =
        Arguments.notNegative("initialAccumulatorValue", initialAccumulatorValue);
    return copy;
  }

  /** A copy that adds this under the root, so as not to divide by 0; 1e-7 by default. */
  public Adagrad epsilon(double epsilon) {
    Adagrad copy = copy();
    copy.epsilon = Arguments.notNegative("epsilon", epsilon);
    return copy;
  }

  @Override
  public Value step(UpdateContext context, Value weight, Value gradient) {
    GraphBuilder graph = context.graph();
    Value sum = context.slot("accumulator", initialAccumulatorValue);
    Value next = graph.plus(sum, graph.unary(UnaryFunction.SQUARE, gradient));
    context.update(sum, next);
    Value root = graph.unary(UnaryFunction.SQRT, graph.linear(next, 1, epsilon));
    Value step = graph.divide(graph.times(gradient, context.learningRate()), root);
    return graph.minus(decayed(context, weight), step);
  }

  /** Reads a config's own arguments; {@link Optimizers#from} reads those that all have. */
  public static Adagrad from(ConfigReader config) {
    return new Adagrad(learningRate(config, 1e-3))
        .initialAccumulatorValue(config.number("initial_accumulator_value", 0.1))
        .epsilon(config.number("epsilon", 1e-7));
  }

  @Override
  public Config config() {
    return baseConfig("Adagrad")
        .with("initial_accumulator_value", initialAccumulatorValue)
        .with("epsilon", epsilon);
  }
}
