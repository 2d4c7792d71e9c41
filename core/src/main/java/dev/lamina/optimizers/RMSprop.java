package dev.lamina.optimizers;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.RmsPropUpdate;
import dev.lamina.schedules.LearningRateSchedule;
import java.util.ArrayList;
import java.util.List;

/**
 * RMSprop (Tieleman and Hinton, 2012): divides each gradient by the root of a moving average of its
 * square. {@code v = rho v + (1 - rho) g^2; w -= rate g / sqrt(v + epsilon)}. Centered, the square
 * of the gradient's moving average is taken off v; with momentum, steps accumulate.
 *
 * <pre>{@code
 * new RMSprop(1e-3).rho(0.95).centered(true);
 * }</pre>
 */
public final class RMSprop extends FluentOptimizer<RMSprop> {
  private double rho = 0.9;
  private double momentum;
  private double epsilon = 1e-7;
  private boolean centered;

  /** With Keras's learning rate, 0.001. */
  public RMSprop() {
    this(1e-3);
  }

  public RMSprop(double learningRate) {
    super(learningRate);
  }

  /** With a learning rate that follows a schedule. */
  public RMSprop(LearningRateSchedule schedule) {
    super(schedule);
  }

  /** A copy whose averages keep this share of their old value, from 0 to 1; 0.9 by default. */
  public RMSprop rho(double rho) {
    RMSprop copy = copy();
    copy.rho = Arguments.fraction("rho", rho);
    return copy;
  }

  /** A copy that keeps this share of its last step, from 0 to 1; 0 by default. */
  public RMSprop momentum(double momentum) {
    RMSprop copy = copy();
    copy.momentum = Arguments.fraction("momentum", momentum);
    return copy;
  }

  /** A copy that adds this under the root, so as not to divide by 0; 1e-7 by default. */
  public RMSprop epsilon(double epsilon) {
    RMSprop copy = copy();
    copy.epsilon = Arguments.notNegative("epsilon", epsilon);
    return copy;
  }

  /** A copy that divides by the gradient's standard deviation, or not, the default. */
  public RMSprop centered(boolean centered) {
    RMSprop copy = copy();
    copy.centered = centered;
    return copy;
  }

  @Override
  public Value step(UpdateContext context, Value weight, Value gradient) {
    List<Value> slots = new ArrayList<>();
    slots.add(context.slot("velocity", 0));
    if (momentum != 0) {
      slots.add(context.slot("momentum", 0));
    }
    if (centered) {
      slots.add(context.slot("average_gradient", 0));
    }
    RmsPropUpdate op = new RmsPropUpdate(rho, momentum, epsilon, centered, weightDecay(weight));
    return Slots.step(context, op, List.of(weight, gradient, context.learningRate()), slots);
  }

  /** Reads a config's own arguments; {@link Optimizers#from} reads those that all have. */
  public static RMSprop from(ConfigReader config) {
    return new RMSprop(learningRate(config, 1e-3))
        .rho(config.number("rho", 0.9))
        .momentum(config.number("momentum", 0))
        .epsilon(config.number("epsilon", 1e-7))
        .centered(config.flag("centered", false));
  }

  @Override
  public Config config() {
    return baseConfig("RMSprop")
        .with("rho", rho)
        .with("momentum", momentum)
        .with("epsilon", epsilon)
        .with("centered", centered);
  }
}
