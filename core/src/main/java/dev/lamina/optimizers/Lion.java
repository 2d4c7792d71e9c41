package dev.lamina.optimizers;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.BinaryFunction;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.schedules.LearningRateSchedule;

/**
 * Lion (Chen et al., 2023): each element moves by the learning rate, up or down. {@code w -= rate
 * sign(beta1 m + (1 - beta1) g); m = beta2 m + (1 - beta2) g}. Its learning rates are three to ten
 * times smaller than Adam's.
 *
 * <pre>{@code
 * new Lion(1e-4).weightDecay(0.01);
 * }</pre>
 */
public final class Lion extends FluentOptimizer<Lion> {
  private double beta1 = 0.9;
  private double beta2 = 0.99;

  /** With Keras's learning rate, 0.001. */
  public Lion() {
    this(1e-3);
  }

  public Lion(double learningRate) {
    super(learningRate);
  }

  /** With a learning rate that follows a schedule. */
  public Lion(LearningRateSchedule schedule) {
    super(schedule);
  }

  /** A copy whose direction keeps this share of the mean, above 0 and at most 1; 0.9 by default. */
  public Lion beta1(double beta1) {
    Lion copy = copy();
    copy.beta1 = share(beta1);
    return copy;
  }

  /** A copy whose mean keeps this share of its old value, from 0 to 1; 0.99 by default. */
  public Lion beta2(double beta2) {
    Lion copy = copy();
    copy.beta2 = Arguments.fraction("beta2", beta2);
    return copy;
  }

  @Override
  public Value step(UpdateContext context, Value weight, Value gradient) {
    GraphBuilder graph = context.graph();
    Value mean = context.slot("momentum", 0);
    context.update(mean, Averages.mix(graph, mean, (float) beta2, gradient));
    Value direction = sign(graph, Averages.mix(graph, mean, (float) beta1, gradient));
    return graph.minus(decayed(context, weight), graph.times(direction, context.learningRate()));
  }

  /** 1, -1 or 0; NaN of NaN, as it is not equal to itself. */
  private static Value sign(GraphBuilder graph, Value x) {
    Value zero = graph.scalar(0);
    Value sign =
        graph.minus(
            graph.binary(BinaryFunction.GREATER, x, zero),
            graph.binary(BinaryFunction.GREATER, zero, x));
    return graph.divide(sign, graph.binary(BinaryFunction.EQUAL, x, x));
  }

  private static double share(double beta1) {
    if (!(beta1 > 0 && beta1 <= 1)) {
      throw new IllegalArgumentException(
          "beta1 must be > 0 and <= 1, received %s; without a mean Lion is the descent by signs"
              .formatted(beta1));
    }
    return beta1;
  }

  /** Reads a config's own arguments; {@link Optimizers#from} reads those that all have. */
  public static Lion from(ConfigReader config) {
    return new Lion(learningRate(config, 1e-3))
        .beta1(config.number("beta_1", 0.9))
        .beta2(config.number("beta_2", 0.99));
  }

  @Override
  public Config config() {
    return baseConfig("Lion").with("beta_1", beta1).with("beta_2", beta2);
  }
}
