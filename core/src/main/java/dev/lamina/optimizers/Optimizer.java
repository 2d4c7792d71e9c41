package dev.lamina.optimizers;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.config.Configurable;
import dev.lamina.config.Names;
import dev.lamina.config.UnsupportedConfigException;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.BinaryFunction;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.ReductionFunction;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;
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
  private @Nullable Double weightDecay;
  private List<String> notDecayed = List.of();
  private @Nullable Double clipNorm;
  private @Nullable Double clipValue;
  private @Nullable Double globalClipNorm;

  Optimizer(double learningRate) {
    this.learningRate = Arguments.notNegative("learningRate", learningRate);
  }

  /** The learning rate at the start of training. */
  public final double learningRate() {
    return learningRate;
  }

  /**
   * Adds the ops that compute the new value of one weight.
   *
   * @return the weight's new value
   */
  public abstract Value step(UpdateContext context, Value weight, Value gradient);

  /** The weight decay for one weight; 0 if there is none or the weight is left out. */
  protected final double weightDecay(Value weight) {
    boolean excluded = notDecayed.stream().anyMatch(weight.name()::contains);
    return weightDecay == null || excluded ? 0 : weightDecay;
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
        .with("learning_rate", learningRate)
        .with("weight_decay", weightDecay)
        .with("clipnorm", clipNorm)
        .with("global_clipnorm", globalClipNorm)
        .with("clipvalue", clipValue)
        .with("use_ema", false)
        .with("ema_momentum", 0.99)
        .with("ema_overwrite_frequency", null)
        .with("loss_scale_factor", null)
        .with("gradient_accumulation_steps", null);
  }

  /** Refuses a config with arguments that no optimizer here has. */
  static void requireSupported(ConfigReader config) {
    config.ignore("name", "ema_momentum", "is_legacy_optimizer", "jit_compile", "decay");
    config.only("decay", 0);
    config.only("use_ema", false);
    config.onlyNull("ema_overwrite_frequency", "loss_scale_factor", "gradient_accumulation_steps");
    if (config.value("learning_rate") instanceof Config schedule) {
      throw new UnsupportedConfigException(
          "the learning rate schedule %s is not supported".formatted(schedule.className()));
    }
  }

  /** A copy with what a config says of every optimizer, but for the learning rate. */
  final Optimizer withBaseConfig(ConfigReader config) {
    Optimizer copy = duplicate();
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
