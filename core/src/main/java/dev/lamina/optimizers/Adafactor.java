package dev.lamina.optimizers;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.BinaryFunction;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.Reduction;
import dev.lamina.ir.ops.ReductionFunction;
import dev.lamina.ir.ops.UnaryFunction;
import dev.lamina.schedules.LearningRateSchedule;
import java.util.List;

/**
 * Adafactor (Shazeer and Stern, 2018), as far as Keras has it: of a weight with two axes or more it
 * keeps the mean squared gradients of rows and columns, from which those of the elements are
 * estimated. Rates are relative to the weight: {@code w -= max(epsilon2, rms(w)) min(rate, 1 /
 * sqrt(t)) u}, where {@code u} is the gradient over its root mean square, scaled down where its own
 * is above {@code clipThreshold}.
 *
 * <pre>{@code
 * new Adafactor(0.01);
 * }</pre>
 */
public final class Adafactor extends FluentOptimizer<Adafactor> {
  private static final String ROWS = "rows";
  private static final String COLUMNS = "columns";

  private double beta2Decay = -0.8;
  private double epsilon1 = 1e-30;
  private double epsilon2 = 1e-3;
  private double clipThreshold = 1.0;
  private boolean relativeStep = true;

  /** With Keras's learning rate, 0.001. */
  public Adafactor() {
    this(1e-3);
  }

  public Adafactor(double learningRate) {
    super(learningRate);
  }

  /** With a learning rate that follows a schedule. */
  public Adafactor(LearningRateSchedule schedule) {
    super(schedule);
  }

  /**
   * A copy whose means keep the share {@code 1 - t^beta2Decay} of their old value; -0.8 by default.
   */
  public Adafactor beta2Decay(double beta2Decay) {
    Adafactor copy = copy();
    copy.beta2Decay = Arguments.finite("beta2Decay", beta2Decay);
    return copy;
  }

  /** A copy that adds this to squared gradients; 1e-30 by default. */
  public Adafactor epsilon1(double epsilon1) {
    Adafactor copy = copy();
    copy.epsilon1 = Arguments.notNegative("epsilon1", epsilon1);
    return copy;
  }

  /** A copy that takes no weight for smaller than this; 0.001 by default. */
  public Adafactor epsilon2(double epsilon2) {
    Adafactor copy = copy();
    copy.epsilon2 = Arguments.notNegative("epsilon2", epsilon2);
    return copy;
  }

  /** A copy that scales a step down to this root mean square; 1 by default. */
  public Adafactor clipThreshold(double clipThreshold) {
    Adafactor copy = copy();
    copy.clipThreshold = Arguments.positive("clipThreshold", clipThreshold);
    return copy;
  }

  /**
   * A copy with this argument of Keras, which makes no difference there either: the rate is never
   * above {@code 1 / sqrt(t)}. True by default.
   */
  public Adafactor relativeStep(boolean relativeStep) {
    Adafactor copy = copy();
    copy.relativeStep = relativeStep;
    return copy;
  }

  @Override
  public Value step(UpdateContext context, Value weight, Value gradient) {
    GraphBuilder graph = context.graph();
    Value old = decayed(context, weight);
    Value share = context.number("beta_2_t", step -> 1 - Math.pow(step, beta2Decay));
    Value rest = context.number("1-beta_2_t", step -> Math.pow(step, beta2Decay));
    Value square = graph.linear(graph.unary(UnaryFunction.SQUARE, gradient), 1, epsilon1);
    Value velocity = context.slot("velocity", 0);
    Value nextVelocity;
    int rank = weight.shape().rank();
    if (rank < 2) {
      nextVelocity = mix(graph, velocity, share, square, rest);
    } else {
      Value rows = mean(context, ROWS, square, rank - 1, share, rest);
      Value columns = mean(context, COLUMNS, square, rank - 2, share, rest);
      Value all = graph.reduce(ReductionFunction.MEAN, rows, List.of(rank - 2), true);
      Shape narrow = replaced(weight.shape(), rank - 1);
      Shape flat = replaced(weight.shape(), rank - 2);
      nextVelocity =
          graph.times(graph.reshape(graph.divide(rows, all), narrow), graph.reshape(columns, flat));
    }
    context.update(velocity, nextVelocity);
    Value update = graph.divide(gradient, graph.unary(UnaryFunction.SQRT, nextVelocity));
    Value excess = graph.linear(rms(graph, update), 1 / clipThreshold, 0);
    Value bound = graph.binary(BinaryFunction.MAXIMUM, excess, graph.scalar(1));
    Value size = graph.binary(BinaryFunction.MAXIMUM, rms(graph, old), graph.scalar(epsilon2));
    Value most = context.number("1/sqrt(t)", step -> 1 / Math.sqrt(step));
    Value rate =
        graph.times(size, graph.binary(BinaryFunction.MINIMUM, context.learningRate(), most));
    return graph.minus(old, graph.times(graph.divide(update, bound), rate));
  }

  /** Keeps the mean of squared gradients along an axis. */
  private static Value mean(
      UpdateContext context, String name, Value square, int axis, Value share, Value rest) {
    Value slot = context.slot(name, 0);
    GraphBuilder graph = context.graph();
    Value fresh = graph.reduce(ReductionFunction.MEAN, square, List.of(axis), false);
    Value next = mix(graph, slot, share, fresh, rest);
    context.update(slot, next);
    return next;
  }

  private static Value mix(GraphBuilder graph, Value old, Value share, Value fresh, Value rest) {
    return graph.plus(graph.times(old, share), graph.times(fresh, rest));
  }

  private static Value rms(GraphBuilder graph, Value x) {
    Value square = graph.unary(UnaryFunction.SQUARE, x);
    return graph.unary(UnaryFunction.SQRT, graph.reduceAll(ReductionFunction.MEAN, square));
  }

  @Override
  public Shape slotShape(String slot, Shape weight) {
    int rank = weight.rank();
    return switch (slot) {
      case ROWS -> without(weight, rank - 1);
      case COLUMNS -> without(weight, rank - 2);
      default -> weight;
    };
  }

  private static Shape without(Shape shape, int axis) {
    return new Reduction(ReductionFunction.MEAN, List.of(axis), false).shape(shape, false);
  }

  private static Shape replaced(Shape shape, int axis) {
    return new Reduction(ReductionFunction.MEAN, List.of(axis), true).shape(shape, true);
  }

  /** Reads a config's own arguments; {@link Optimizers#from} reads those that all have. */
  public static Adafactor from(ConfigReader config) {
    return new Adafactor(learningRate(config, 1e-3))
        .beta2Decay(config.number("beta_2_decay", -0.8))
        .epsilon1(config.number("epsilon_1", 1e-30))
        .epsilon2(config.number("epsilon_2", 1e-3))
        .clipThreshold(config.number("clip_threshold", 1.0))
        .relativeStep(config.flag("relative_step", true));
  }

  @Override
  public Config config() {
    return baseConfig("Adafactor")
        .with("beta_2_decay", beta2Decay)
        .with("epsilon_1", epsilon1)
        .with("epsilon_2", epsilon2)
        .with("clip_threshold", clipThreshold)
        .with("relative_step", relativeStep);
  }
}
