package dev.lamina.optimizers;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;
import dev.lamina.schedules.LearningRateSchedule;

/**
 * FTRL (McMahan et al., 2013) with the shrinkage of TensorFlow: keeps the sum {@code a} of squared
 * gradients and a linear term {@code z} per element, of which the weight follows anew. With {@code
 * p = -learningRatePower}: {@code a' = a + g^2; z += g + 2 shrinkage w - (a'^p - a^p) w / rate; w =
 * (clip(z, -l1, l1) - z) / (a'^p / rate + 2 l2 + beta / rate)}. With an L1 strength many weights
 * become exactly 0.
 *
 * <pre>{@code
 * new Ftrl(0.1).l1RegularizationStrength(0.001);
 * }</pre>
 */
public final class Ftrl extends FluentOptimizer<Ftrl> {
  private double learningRatePower = -0.5;
  private double initialAccumulatorValue = 0.1;
  private double l1RegularizationStrength;
  private double l2RegularizationStrength;
  private double l2ShrinkageRegularizationStrength;
  private double beta;

  /** With Keras's learning rate, 0.001. */
  public Ftrl() {
    this(1e-3);
  }

  public Ftrl(double learningRate) {
    super(learningRate);
  }

  /** With a learning rate that follows a schedule. */
  public Ftrl(LearningRateSchedule schedule) {
    super(schedule);
  }

  /** A copy whose rates fall with this power of the sums, at most 0; -0.5 by default. */
  public Ftrl learningRatePower(double learningRatePower) {
    Ftrl copy = copy();
    copy.learningRatePower = power(learningRatePower);
    return copy;
  }

  /** A copy whose sums begin with this; 0.1 by default. */
  public Ftrl initialAccumulatorValue(double initialAccumulatorValue) {
    Ftrl copy = copy();
    copy.initialAccumulatorValue =
        Arguments.notNegative("initialAccumulatorValue", initialAccumulatorValue);
    return copy;
  }

  /** A copy that pulls weights to exactly 0 so strongly; 0 by default. */
  public Ftrl l1RegularizationStrength(double l1RegularizationStrength) {
    Ftrl copy = copy();
    copy.l1RegularizationStrength =
        Arguments.notNegative("l1RegularizationStrength", l1RegularizationStrength);
    return copy;
  }

  /** A copy that makes weights smaller so strongly; 0 by default. */
  public Ftrl l2RegularizationStrength(double l2RegularizationStrength) {
    Ftrl copy = copy();
    copy.l2RegularizationStrength =
        Arguments.notNegative("l2RegularizationStrength", l2RegularizationStrength);
    return copy;
  }

  /** A copy that adds a penalty of this size to the loss; 0 by default. */
  public Ftrl l2ShrinkageRegularizationStrength(double l2ShrinkageRegularizationStrength) {
    Ftrl copy = copy();
    copy.l2ShrinkageRegularizationStrength =
        Arguments.notNegative(
            "l2ShrinkageRegularizationStrength", l2ShrinkageRegularizationStrength);
    return copy;
  }

  /** A copy with this beta of the paper; 0 by default. */
  public Ftrl beta(double beta) {
    Ftrl copy = copy();
    copy.beta = Arguments.notNegative("beta", beta);
    return copy;
  }

  @Override
  public Value step(UpdateContext context, Value weight, Value gradient) {
    GraphBuilder graph = context.graph();
    Value sum = context.slot("accumulator", initialAccumulatorValue);
    Value linear = context.slot("linear", 0);
    Value rate = context.learningRate();
    Value old = decayed(context, weight);
    Value nextSum = graph.plus(sum, graph.unary(UnaryFunction.SQUARE, gradient));
    Value nextPower = power(graph, nextSum);
    Value sigma = graph.divide(graph.minus(nextPower, power(graph, sum)), rate);
    Value pull = graph.plus(gradient, graph.linear(old, 2 * l2ShrinkageRegularizationStrength, 0));
    Value nextLinear = graph.plus(linear, graph.minus(pull, graph.times(sigma, old)));
    context.update(sum, nextSum);
    context.update(linear, nextLinear);
    Value strength =
        graph.linear(graph.divide(graph.scalar(beta), rate), 1, 2 * l2RegularizationStrength);
    Value quadratic = graph.plus(graph.divide(nextPower, rate), strength);
    Unary clip = Unary.of(UnaryFunction.CLIP, -l1RegularizationStrength, l1RegularizationStrength);
    return graph.divide(graph.minus(graph.add(clip, nextLinear), nextLinear), quadratic);
  }

  private Value power(GraphBuilder graph, Value x) {
    return graph.add(Unary.of(UnaryFunction.POW, 1, -learningRatePower), x);
  }

  private static double power(double learningRatePower) {
    if (!(learningRatePower <= 0) || Double.isInfinite(learningRatePower)) {
      throw new IllegalArgumentException(
          "learningRatePower must be a number <= 0, received " + learningRatePower);
    }
    return learningRatePower;
  }

  /** Reads a config's own arguments; {@link Optimizers#from} reads those that all have. */
  public static Ftrl from(ConfigReader config) {
    return new Ftrl(learningRate(config, 1e-3))
        .learningRatePower(config.number("learning_rate_power", -0.5))
        .initialAccumulatorValue(config.number("initial_accumulator_value", 0.1))
        .l1RegularizationStrength(config.number("l1_regularization_strength", 0))
        .l2RegularizationStrength(config.number("l2_regularization_strength", 0))
        .l2ShrinkageRegularizationStrength(config.number("l2_shrinkage_regularization_strength", 0))
        .beta(config.number("beta", 0));
  }

  @Override
  public Config config() {
    return baseConfig("Ftrl")
        .with("learning_rate_power", learningRatePower)
        .with("initial_accumulator_value", initialAccumulatorValue)
        .with("l1_regularization_strength", l1RegularizationStrength)
        .with("l2_regularization_strength", l2RegularizationStrength)
        .with("l2_shrinkage_regularization_strength", l2ShrinkageRegularizationStrength)
        .with("beta", beta);
  }
}
