package dev.lamina.optimizers;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.SgdUpdate;
import dev.lamina.schedules.LearningRateSchedule;
import java.util.List;

/**
 * Stochastic gradient descent: {@code w -= rate g}. With momentum (Polyak, 1964) {@code v =
 * momentum v - rate g; w += v}; with nesterov (Sutskever et al., 2013) {@code w += momentum v -
 * rate g}.
 *
 * <pre>{@code
 * new SGD(0.1).momentum(0.9).nesterov(true);
 * }</pre>
 */
public final class SGD extends FluentOptimizer<SGD> {
  private double momentum;
  private boolean nesterov;

  /** With Keras's learning rate, 0.01. */
  public SGD() {
    this(0.01);
  }

  public SGD(double learningRate) {
    super(learningRate);
  }

  /** With a learning rate that follows a schedule. */
  public SGD(LearningRateSchedule schedule) {
    super(schedule);
  }

  /** A copy that keeps this share of its last step, from 0 to 1; 0 by default. */
  public SGD momentum(double momentum) {
    SGD copy = copy();
    copy.momentum = Arguments.fraction("momentum", momentum);
    return copy;
  }

  /** A copy that looks one step ahead, or not, the default. Without momentum it makes no change. */
  public SGD nesterov(boolean nesterov) {
    SGD copy = copy();
    copy.nesterov = nesterov;
    return copy;
  }

  @Override
  public Value step(UpdateContext context, Value weight, Value gradient) {
    SgdUpdate op = new SgdUpdate(momentum, nesterov, weightDecay(weight));
    return Slots.step(
        context,
        op,
        List.of(weight, gradient, context.learningRate()),
        momentum == 0 ? List.of() : List.of(context.slot("momentum", 0)));
  }

  /** Reads a config's own arguments; {@link Optimizers#from} reads those that all have. */
  public static SGD from(ConfigReader config) {
    return new SGD(learningRate(config, 0.01))
        .momentum(config.number("momentum", 0))
        .nesterov(config.flag("nesterov", false));
  }

  @Override
  public Config config() {
    return baseConfig("SGD").with("momentum", momentum).with("nesterov", nesterov);
  }
}
