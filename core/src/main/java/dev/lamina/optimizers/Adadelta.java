package dev.lamina.optimizers;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.UnaryFunction;
import dev.lamina.schedules.LearningRateSchedule;

/**
 * Adadelta (Zeiler, 2012): steps have the size that they had of late, over that of the gradients.
 * {@code a = rho a + (1 - rho) g^2; s = -g sqrt(d + epsilon) / sqrt(a + epsilon); d = rho d + (1 -
 * rho) s^2; w += rate s}. The paper's rate is 1.
 *
 * <pre>{@code
 * new Adadelta(1.0).rho(0.9);
 * }</pre>
 */
public final class Adadelta extends FluentOptimizer<Adadelta> {
  private double rho = 0.95;
  private double epsilon = 1e-7;

  /** With Keras's learning rate, 0.001. */
  public Adadelta() {
    this(1e-3);
  }

  public Adadelta(double learningRate) {
    super(learningRate);
  }

  /** With a learning rate that follows a schedule. */
  public Adadelta(LearningRateSchedule schedule) {
    super(schedule);
  }

  /** A copy whose averages keep this share of their old value, from 0 to 1; 0.95 by default. */
  public Adadelta rho(double rho) {
    Adadelta copy = copy();
    copy.rho = Arguments.fraction("rho", rho);
    return copy;
  }

  /** A copy that adds this under the roots, so as not to divide by 0; 1e-7 by default. */
  public Adadelta epsilon(double epsilon) {
    Adadelta copy = copy();
    copy.epsilon = Arguments.notNegative("epsilon", epsilon);
    return copy;
  }

  @Override
  public Value step(UpdateContext context, Value weight, Value gradient) {
    GraphBuilder graph = context.graph();
    Value gradients = context.slot("accumulated_grad", 0);
    Value steps = context.slot("accumulated_delta_var", 0);
    Value nextGradients =
        Averages.mix(graph, gradients, rho, graph.unary(UnaryFunction.SQUARE, gradient));
    Value ratio =
        graph.divide(graph.times(root(graph, steps), gradient), root(graph, nextGradients));
    context.update(gradients, nextGradients);
    context.update(
        steps, Averages.mix(graph, steps, rho, graph.unary(UnaryFunction.SQUARE, ratio)));
    return graph.minus(decayed(context, weight), graph.times(ratio, context.learningRate()));
  }

  private Value root(GraphBuilder graph, Value x) {
    return graph.unary(UnaryFunction.SQRT, graph.linear(x, 1, epsilon));
  }

  /** Reads a config's own arguments; {@link Optimizers#from} reads those that all have. */
  public static Adadelta from(ConfigReader config) {
    return new Adadelta(learningRate(config, 1e-3))
        .rho(config.number("rho", 0.95))
        .epsilon(config.number("epsilon", 1e-7));
  }

  @Override
  public Config config() {
    return baseConfig("Adadelta").with("rho", rho).with("epsilon", epsilon);
  }
}
