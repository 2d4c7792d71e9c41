package dev.lamina.optimizers;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.BinaryFunction;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.ReductionFunction;
import dev.lamina.ir.ops.UnaryFunction;
import dev.lamina.schedules.LearningRateSchedule;

/**
 * Lamb (You et al., 2019): {@link Adam}'s step, for each weight of the length that the weight has.
 * {@code s = m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon); w -= rate |w| / |s| s} with
 * L2 norms; where one of them is 0 their quotient counts as 1.
 *
 * <pre>{@code
 * new Lamb(0.01).weightDecay(0.01);
 * }</pre>
 */
public final class Lamb extends MomentOptimizer<Lamb> {
  /** With Keras's learning rate, 0.001. */
  public Lamb() {
    this(1e-3);
  }

  public Lamb(double learningRate) {
    super(learningRate);
  }

  /** With a learning rate that follows a schedule. */
  public Lamb(LearningRateSchedule schedule) {
    super(schedule);
  }

  @Override
  public Value step(UpdateContext context, Value weight, Value gradient) {
    GraphBuilder graph = context.graph();
    Value mean = context.slot("momentum", 0);
    Value square = context.slot("velocity", 0);
    Value nextMean = Averages.approach(graph, mean, gradient, 1 - beta1());
    Value nextSquare =
        Averages.approach(graph, square, graph.unary(UnaryFunction.SQUARE, gradient), 1 - beta2());
    context.update(mean, nextMean);
    context.update(square, nextSquare);
    Value rest1 = context.number("1-beta_1^t", step -> Averages.rest(beta1(), step));
    Value rest2 = context.number("1-beta_2^t", step -> Averages.rest(beta2(), step));
    Value root = graph.unary(UnaryFunction.SQRT, graph.divide(nextSquare, rest2));
    Value update = graph.divide(graph.divide(nextMean, rest1), graph.linear(root, 1, epsilon()));
    Value old = decayed(context, weight);
    Value rate =
        graph.times(ratio(graph, norm(graph, old), norm(graph, update)), context.learningRate());
    return graph.minus(old, graph.times(update, rate));
  }

  private static Value norm(GraphBuilder graph, Value x) {
    Value sum = graph.reduceAll(ReductionFunction.SUM, graph.unary(UnaryFunction.SQUARE, x));
    return graph.unary(UnaryFunction.SQRT, sum);
  }

  /** {@code a / b}; 1 unless both are above 0. */
  private static Value ratio(GraphBuilder graph, Value a, Value b) {
    Value zero = graph.scalar(0);
    Value isAbove = graph.binary(BinaryFunction.GREATER, b, zero);
    Value both = graph.times(graph.binary(BinaryFunction.GREATER, a, zero), isAbove);
    Value divisor = graph.plus(b, graph.linear(isAbove, -1, 1)); // 1 in place of 0
    return graph.plus(graph.times(both, graph.divide(a, divisor)), graph.linear(both, -1, 1));
  }

  /** Reads a config's own arguments; {@link Optimizers#from} reads those that all have. */
  public static Lamb from(ConfigReader config) {
    return new Lamb(learningRate(config, 1e-3)).withMoments(config);
  }

  @Override
  public Config config() {
    return momentConfig("Lamb");
  }
}
