package dev.lamina.optimizers;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.UnaryFunction;
import dev.lamina.schedules.LearningRateSchedule;

/**
 * Nadam (Dozat, 2015): Adam with Nesterov's momentum. {@code m} and {@code v} are those of {@link
 * Adam}; with {@code u(t) = beta1 (1 - 0.96^t / 2)} and their product U(t) up to step t it does
 * {@code w -= rate (u(t + 1) m / (1 - U(t + 1)) + (1 - u(t)) g / (1 - U(t))) / (sqrt(v / (1 -
 * beta2^t)) + epsilon)}.
 *
 * <pre>{@code
 * new Nadam(0.002);
 * }</pre>
 */
public final class Nadam extends MomentOptimizer<Nadam> {
  /** With Keras's learning rate, 0.001. */
  public Nadam() {
    this(1e-3);
  }

  public Nadam(double learningRate) {
    super(learningRate);
  }

  /** With a learning rate that follows a schedule. */
  public Nadam(LearningRateSchedule schedule) {
    super(schedule);
  }

  @Override
  public Value step(UpdateContext context, Value weight, Value gradient) {
    GraphBuilder graph = context.graph();
    Value mean = context.slot("momentum", 0);
    Value square = context.slot("velocity", 0);
    Value nextMean = // Keras rounds the betas of this optimizer before it subtracts them from 1.
        Averages.approach(graph, mean, gradient, 1f - (float) beta1());
    Value nextSquare =
        Averages.approach(
            graph, square, graph.unary(UnaryFunction.SQUARE, gradient), 1f - (float) beta2());
    context.update(mean, nextMean);
    context.update(square, nextSquare);
    Value ahead =
        context.number("ahead", step -> momentum(step + 1) / (1 - momentumProduct(step + 1)));
    Value now = context.number("now", step -> (1 - momentum(step)) / (1 - momentumProduct(step)));
    Value rest = context.number("1-beta_2^t", step -> Averages.rest(beta2(), step));
    Value direction = graph.plus(graph.times(nextMean, ahead), graph.times(gradient, now));
    Value root = graph.unary(UnaryFunction.SQRT, graph.divide(nextSquare, rest));
    Value step =
        graph.divide(
            graph.times(direction, context.learningRate()), graph.linear(root, 1, epsilon()));
    return graph.minus(decayed(context, weight), step);
  }

  private double momentum(int step) {
    return beta1() * (1 - 0.5 * Math.pow(0.96, step));
  }

  /**
   * The product of the momentums of all updates up to this one, which Keras keeps among the
   * optimizer's variables.
   *
   * @param step of the update, from 1; for 0 the product is 1
   */
  public double momentumProduct(int step) {
    double product = Math.pow(beta1(), step);
    double power = 1;
    for (int i = 1; i <= step && power > 1e-20; i++) { // the factors after that are 1
      power *= 0.96;
      product *= 1 - 0.5 * power;
    }
    return product;
  }

  /** Reads a config's own arguments; {@link Optimizers#from} reads those that all have. */
  public static Nadam from(ConfigReader config) {
    return new Nadam(learningRate(config, 1e-3)).withMoments(config);
  }

  @Override
  public Config config() {
    return momentConfig("Nadam");
  }
}
