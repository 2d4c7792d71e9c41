package dev.lamina.optimizers;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.config.Configurable;
import dev.lamina.config.Names;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.BinaryFunction;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.ReductionFunction;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;
import dev.lamina.schedules.LearningRateSchedule;
import dev.lamina.schedules.LearningRateSchedules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Changes weights by their gradients. Immutable: the learning rate in force, and the slots, live in
 * the model. All optimizers extend {@link FluentOptimizer}.
 */
public abstract class Optimizer implements Configurable, Cloneable {
  private final double learningRate;
  private @Nullable LearningRateSchedule schedule;
  private @Nullable Double weightDecay;
  private List<String> notDecayed = List.of();
  private @Nullable Double clipNorm;
  private @Nullable Double clipValue;
  private @Nullable Double globalClipNorm;
  private boolean useEma;
  private double emaMomentum = 0.99;
  private @Nullable Integer emaOverwriteFrequency;
  private @Nullable Integer gradientAccumulationSteps;

  Optimizer(double learningRate) {
    this.learningRate = Arguments.notNegative("learningRate", learningRate);
  }

  Optimizer(LearningRateSchedule schedule) {
    this.learningRate = 0;
    this.schedule = schedule;
  }

  /** The learning rate at the start of training. */
  public final double learningRate() {
    return schedule == null ? learningRate : schedule.at(0);
  }

  /** What the learning rate follows; null where it is a number. */
  public final @Nullable LearningRateSchedule learningRateSchedule() {
    return schedule;
  }

  /**
   * Adds the ops that compute the new value of one weight.
   *
   * @return the weight's new value
   */
  public abstract Value step(UpdateContext context, Value weight, Value gradient);

  /**
   * The shape of a slot: by default that of its weight.
   *
   * @param slot its name, as {@link UpdateContext#slot} is given it
   */
  public Shape slotShape(String slot, Shape weight) {
    return weight;
  }

  /**
   * Adds all that a training step does to the weights, in Keras's order: gradients are collected
   * and clipped, each weight makes its step, averages follow, constraints hold.
   *
   * @param gradients of the loss, by weight
   */
  public final void update(StepContext context, Map<Value, Value> gradients) {
    new WeightUpdates(this, context).add(gradients);
  }

  /** Whether the model is to end its training with the moving averages of its weights. */
  public final boolean usesEma() {
    return useEma;
  }

  final double emaMomentum() {
    return emaMomentum;
  }

  final @Nullable Integer emaOverwriteFrequency() {
    return emaOverwriteFrequency;
  }

  /** The number of steps whose gradients make one update; null where each step makes its own. */
  public final @Nullable Integer gradientAccumulationSteps() {
    return gradientAccumulationSteps;
  }

  /** The weight decay for one weight; 0 if there is none or the weight is left out. */
  protected final double weightDecay(Value weight) {
    return weightDecay == null ? 0 : decayOf(weight, weightDecay);
  }

  /** This decay; 0 if the weight is left out. */
  final double decayOf(Value weight, double decay) {
    return notDecayed.stream().anyMatch(weight.name()::contains) ? 0 : decay;
  }

  /** The weight after its decay, {@code w - w weightDecay rate}; itself if there is none. */
  protected final Value decayed(UpdateContext context, Value weight) {
    return decayed(context, weight, weightDecay(weight));
  }

  static Value decayed(UpdateContext context, Value weight, double decay) {
    if (decay == 0) {
      return weight;
    }
    GraphBuilder graph = context.graph();
    Value lost = graph.times(graph.linear(weight, decay, 0), context.learningRate());
    return graph.minus(weight, lost);
  }

  /** The gradients after clipping: each by its norm, all by their joint norm, or by value. */
  public final Map<Value, Value> clip(GraphBuilder graph, Map<Value, Value> gradients) {
    Map<Value, Value> clipped = new LinkedHashMap<>(gradients);
    if (clipNorm != null) {
      double limit = clipNorm;
      clipped.replaceAll(
          (weight, gradient) ->
              graph.times(gradient, scale(graph, squares(graph, gradient), limit)));
    } else if (globalClipNorm != null && !gradients.isEmpty()) {
      Value total =
          gradients.values().stream()
              .map(gradient -> squares(graph, gradient))
              .reduce(graph::plus)
              .orElseThrow();
      Value scale = scale(graph, total, globalClipNorm);
      clipped.replaceAll((weight, gradient) -> graph.times(gradient, scale));
    } else if (clipValue != null) {
      Unary clip = Unary.of(UnaryFunction.CLIP, -clipValue, clipValue);
      clipped.replaceAll((weight, gradient) -> graph.add(clip, gradient));
    }
    return clipped;
  }

  private static Value squares(GraphBuilder graph, Value gradient) {
    return graph.reduceAll(ReductionFunction.SUM, graph.unary(UnaryFunction.SQUARE, gradient));
  }

  /** {@code limit / max(norm, limit)}. */
  private static Value scale(GraphBuilder graph, Value squares, double limit) {
    Value norm = graph.unary(UnaryFunction.SQRT, squares);
    Value bound = graph.scalar(limit);
    return graph.divide(bound, graph.binary(BinaryFunction.MAXIMUM, norm, bound));
  }

  /** The start of an optimizer's config, in Keras's order. */
  protected final Config baseConfig(String className) {
    return Config.of(className)
        .with("name", Names.snakeCase(className))
        .with("learning_rate", schedule == null ? learningRate : schedule.config())
        .with("weight_decay", weightDecay)
        .with("clipnorm", clipNorm)
        .with("global_clipnorm", globalClipNorm)
        .with("clipvalue", clipValue)
        .with("use_ema", useEma)
        .with("ema_momentum", emaMomentum)
        .with("ema_overwrite_frequency", emaOverwriteFrequency)
        .with("loss_scale_factor", null)
        .with("gradient_accumulation_steps", gradientAccumulationSteps);
  }

  /** Refuses a config with arguments that no optimizer here has. */
  static void requireSupported(ConfigReader config) {
    config.ignore("name", "is_legacy_optimizer", "jit_compile", "decay");
    config.only("decay", 0);
    config.onlyNull("loss_scale_factor");
  }

  /**
   * The learning rate that a config says. Where it says a schedule, {@link Optimizers#from} takes
   * that over.
   *
   * @param absent where it says none
   */
  protected static double learningRate(ConfigReader config, double absent) {
    return config.value("learning_rate") instanceof Config
        ? absent
        : config.number("learning_rate", absent);
  }

  /** A copy with what a config says of every optimizer, but for the learning rate. */
  final Optimizer withBaseConfig(ConfigReader config) {
    Optimizer copy = duplicate();
    if (config.value("learning_rate") instanceof Config rate) {
      copy.schedule = LearningRateSchedules.from(config.inner(rate));
    }
    // Files of Keras 2 hold false for a decay that is off.
    if (Boolean.FALSE.equals(config.value("weight_decay"))) {
      config.ignore("weight_decay");
    } else if (config.has("weight_decay")) {
      copy.setWeightDecay(config.number("weight_decay"));
    }
    if (config.has("clipnorm")) {
      copy.setClipNorm(config.number("clipnorm"));
    }
    if (config.has("clipvalue")) {
      copy.setClipValue(config.number("clipvalue"));
    }
    if (config.has("global_clipnorm")) {
      copy.setGlobalClipNorm(config.number("global_clipnorm"));
    }
    copy.setUseEma(config.flag("use_ema", false));
    copy.setEmaMomentum(config.number("ema_momentum", 0.99));
    if (config.has("ema_overwrite_frequency")) {
      copy.setEmaOverwriteFrequency(config.integer("ema_overwrite_frequency"));
    }
    if (config.integer("gradient_accumulation_steps", 0) != 0) { // 0 is none in Keras
      copy.setGradientAccumulationSteps(config.integer("gradient_accumulation_steps"));
    }
    return copy;
  }

  final void setWeightDecay(double weightDecay) {
    this.weightDecay = Arguments.notNegative("weightDecay", weightDecay);
  }

  final void setNotDecayed(List<String> notDecayed) {
    this.notDecayed = notDecayed;
  }

  final void setClipNorm(double norm) {
    clipNorm = Arguments.positive("clipNorm", norm);
    requireOneKindOfClipping();
  }

  final void setClipValue(double value) {
    clipValue = Arguments.positive("clipValue", value);
    requireOneKindOfClipping();
  }

  final void setGlobalClipNorm(double norm) {
    globalClipNorm = Arguments.positive("globalClipNorm", norm);
    requireOneKindOfClipping();
  }

  final void setUseEma(boolean use) {
    useEma = use;
  }

  final void setEmaMomentum(double momentum) {
    emaMomentum = Arguments.fraction("emaMomentum", momentum);
  }

  final void setEmaOverwriteFrequency(int frequency) {
    emaOverwriteFrequency = Arguments.positive("emaOverwriteFrequency", frequency);
  }

  final void setGradientAccumulationSteps(int steps) {
    if (steps < 2) {
      throw new IllegalArgumentException(
          "gradientAccumulationSteps must be >= 2, received %d; leave it out to update at every step"
              .formatted(steps));
    }
    gradientAccumulationSteps = steps;
  }

  private void requireOneKindOfClipping() {
    if (Stream.of(clipNorm, clipValue, globalClipNorm).filter(limit -> limit != null).count() > 1) {
      throw new IllegalArgumentException(
          "only one of clipNorm, clipValue and globalClipNorm can be set, received"
              + " clipNorm=%s, clipValue=%s, globalClipNorm=%s"
                  .formatted(clipNorm, clipValue, globalClipNorm));
    }
  }

  /** A shallow copy, to be changed before anyone else sees it. */
  final Optimizer duplicate() {
    try {
      return (Optimizer) clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  /** For people: the class with its arguments, as Keras names them. */
  @Override
  public String toString() {
    return config().toString();
  }
}
