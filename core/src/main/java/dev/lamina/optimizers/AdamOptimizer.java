package dev.lamina.optimizers;

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
public abstract sealed class AdamOptimizer<O extends AdamOptimizer<O>> extends MomentOptimizer<O>
    permits Adam, AdamW {
  private boolean amsgrad;

  AdamOptimizer(double learningRate) {
    super(learningRate);
  }

  AdamOptimizer(LearningRateSchedule schedule) {
    super(schedule);
  }

  /** A copy that divides by the largest v so far (Reddi et al., 2018), or not, the default. */
  public final O amsgrad(boolean amsgrad) {
    O copy = copy();
    copy.setAmsgrad(amsgrad);
    return copy;
  }

  // A private field of this class is out of reach through the type variable O.
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
    AdamUpdate op = new AdamUpdate(beta1(), beta2(), epsilon(), amsgrad, weightDecay(weight));
    return Slots.step(
        context, op, List.of(weight, gradient, context.learningRate(), context.step()), slots);
  }

  /** A copy with what a config says, but for the learning rate. */
  final O withArguments(ConfigReader config) {
    return withMoments(config).amsgrad(config.flag("amsgrad", false));
  }

  final Config adamConfig(String className) {
    return momentConfig(className).with("amsgrad", amsgrad);
  }
}
