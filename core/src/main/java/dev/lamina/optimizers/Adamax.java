package dev.lamina.optimizers;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.BinaryFunction;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.UnaryFunction;
import dev.lamina.schedules.LearningRateSchedule;

/**
 * Adamax (Kingma and Ba, 2014, section 7): Adam with the largest gradient of late in place of the
 * root of the mean square. {@code m = m + (1 - beta1)(g - m); u = max(beta2 u, |g|)}; at step t
 * {@code w -= rate m / ((1 - beta1^t)(u + epsilon))}.
 *
 * <pre>{@code
 * new Adamax(0.002);
 * }</pre>
 */
public final class Adamax extends MomentOptimizer<Adamax> {
  /** With Keras's learning rate, 0.001. */
  public Adamax() {
    this(1e-3);
  }

  public Adamax(double learningRate) {
    super(learningRate);
  }

  /** With a learning rate that follows a schedule. */
  public Adamax(LearningRateSchedule schedule) {
    super(schedule);
  }

  @Override
  public Value step(UpdateContext context, Value weight, Value gradient) {
    GraphBuilder graph = context.graph();
    Value mean = context.slot("momentum", 0);
    Value norm = context.slot("norm", 0);
    Value nextMean = Averages.approach(graph, mean, gradient, 1 - beta1());
    Value nextNorm =
        graph.binary(
            BinaryFunction.MAXIMUM,
            graph.linear(norm, beta2(), 0),
            graph.unary(UnaryFunction.ABS, gradient));
    context.update(mean, nextMean);
    context.update(norm, nextNorm);
    Value rest = context.number("1-beta_1^t", step -> Averages.rest(beta1(), step));
    Value scale = graph.times(graph.linear(nextNorm, 1, epsilon()), rest);
    Value step = graph.divide(graph.times(nextMean, context.learningRate()), scale);
    return graph.minus(decayed(context, weight), step);
  }

  /** Reads a config's own arguments; {@link Optimizers#from} reads those that all have. */
  public static Adamax from(ConfigReader config) {
    return new Adamax(learningRate(config, 1e-3)).withMoments(config);
  }

  @Override
  public Config config() {
    return momentConfig("Adamax");
  }
}
