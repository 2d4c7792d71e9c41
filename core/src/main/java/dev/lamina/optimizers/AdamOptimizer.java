package dev.lamina.optimizers;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.AdamUpdate;
import dev.lamina.schedules.LearningRateSchedule;
import java.util.ArrayList;
import java.util.List;

/**
 * What Adam and AdamW share, which is all but the default weight decay.
 *
 * @param <O> the optimizer itself
 */
public abstract sealed class AdamOptimizer<O extends AdamOptimizer<O>> extends FluentOptimizer<O>
    permits Adam, AdamW {
  private double beta1 = 0.9;
  private double beta2 = 0.999;
  private double epsilon = 1e-7;
  private boolean amsgrad;

  AdamOptimizer(double learningRate) {
    super(learningRate);
  }

  AdamOptimizer(LearningRateSchedule schedule) {
    super(schedule);
  }

  /** A copy whose mean of gradients keeps this share of its old value; 0.9 by default. */
  public final O beta1(double beta1) {
    O copy = copy();
    copy.setBeta1(Ranges.belowOne("beta1", beta1));
    return copy;
  }

  /** A copy whose mean of squared gradients keeps this share of its old value; 0.999 by default. */
  public final O beta2(double beta2) {
    O copy = copy();
    copy.setBeta2(Ranges.belowOne("beta2", beta2));
    return copy;
  }

  /** A copy that adds this to the root, so as not to divide by 0; 1e-7 by default. */
  public final O epsilon(double epsilon) {
    O copy = copy();
    copy.setEpsilon(Arguments.notNegative("epsilon", epsilon));
    return copy;
  }

  /** A copy that divides by the largest v so far (Reddi et al., 2018), or not, the default. */
  public final O amsgrad(boolean amsgrad) {
    O copy = copy();
    copy.setAmsgrad(amsgrad);
    return copy;
  }

  // A private field of this class is out of reach through the type variable O.
  final void setBeta1(double beta1) {
    this.beta1 = beta1;
  }

  final void setBeta2(double beta2) {
    this.beta2 = beta2;
  }

  final void setEpsilon(double epsilon) {
    this.epsilon = epsilon;
  }

  final void setAmsgrad(boolean amsgrad) {
    this.amsgrad = amsgrad;
  }

  @Override
  public final Value step(UpdateContext context, Value weight, Value gradient) {
    List<Value> slots = new ArrayList<>();
    slots.add(context.slot("momentum", 0));
    slots.add(context.slot("velocity", 0));
    if (amsgrad) {
      slots.add(context.slot("velocity_hat", 0));
    }
    AdamUpdate op = new AdamUpdate(beta1, beta2, epsilon, amsgrad, weightDecay(weight));
    return Slots.step(
        context, op, List.of(weight, gradient, context.learningRate(), context.step()), slots);
  }

  /** A copy with what a config says, but for the learning rate. */
  final O withArguments(ConfigReader config) {
    return beta1(config.number("beta_1", 0.9))
        .beta2(config.number("beta_2", 0.999))
        .epsilon(config.number("epsilon", 1e-7))
        .amsgrad(config.flag("amsgrad", false));
  }

  final Config adamConfig(String className) {
    return baseConfig(className)
        .with("beta_1", beta1)
        .with("beta_2", beta2)
        .with("epsilon", epsilon)
        .with("amsgrad", amsgrad);
  }
}
