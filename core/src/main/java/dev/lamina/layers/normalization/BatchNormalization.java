package dev.lamina.layers.normalization;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.constraints.Constraint;
import dev.lamina.constraints.Constraints;
import dev.lamina.initializers.Initializer;
import dev.lamina.initializers.Initializers;
import dev.lamina.initializers.Ones;
import dev.lamina.initializers.Zeros;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.BatchNormInference;
import dev.lamina.ir.ops.BatchNormTraining;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.MovingAverage;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.FluentLayer;
import dev.lamina.layers.arguments.LastAxis;
import dev.lamina.layers.arguments.WeightArguments;
import dev.lamina.regularizers.Regularizer;
import dev.lamina.regularizers.Regularizers;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives each channel mean 0 and variance 1, then a learned scale and shift (Ioffe and Szegedy,
 * 2015): {@code gamma (x - mean) / sqrt(variance + epsilon) + beta}, keeping the shape. In training
 * mean and (biased) variance are those of the batch, and moving averages of them are kept;
 * otherwise, and in a layer that is not trainable, the moving averages are used.
 *
 * <p>Weights: {@code gamma}, {@code beta}; state: {@code moving_mean}, {@code moving_variance};
 * each of the size of the axis.
 *
 * <pre>{@code
 * new BatchNormalization().momentum(0.9);
 * }</pre>
 */
public final class BatchNormalization extends FluentLayer<BatchNormalization> {
  private int axis = -1;
  private double momentum = 0.99;
  private double epsilon = 1e-3;
  private boolean center = true;
  private boolean scale = true;
  private WeightArguments beta = WeightArguments.of(new Zeros());
  private WeightArguments gamma = WeightArguments.of(new Ones());
  private Initializer movingMeanInitializer = new Zeros();
  private Initializer movingVarianceInitializer = new Ones();

  /** A copy that normalizes this axis' entries, counted with the batch; the last by default. */
  public BatchNormalization axis(int axis) {
    if (axis == 0) {
      throw new IllegalArgumentException(
          "axis must not be 0, the batch; choose -1 for the last axis, the channels");
    }
    BatchNormalization copy = copy();
    copy.axis = axis;
    return copy;
  }

  /** A copy whose moving averages keep this share of their old value at each step; 0.99. */
  public BatchNormalization momentum(double momentum) {
    BatchNormalization copy = copy();
    copy.momentum = Arguments.fraction("momentum", momentum);
    return copy;
  }

  /** A copy that adds this to variances, so as not to divide by 0; 0.001 by default. */
  public BatchNormalization epsilon(double epsilon) {
    BatchNormalization copy = copy();
    copy.epsilon = Arguments.notNegative("epsilon", epsilon);
    return copy;
  }

  /** A copy with the shift beta, the default, or without. */
  public BatchNormalization center(boolean center) {
    BatchNormalization copy = copy();
    copy.center = center;
    return copy;
  }

  /** A copy with the scale gamma, the default, or without. */
  public BatchNormalization scale(boolean scale) {
    BatchNormalization copy = copy();
    copy.scale = scale;
    return copy;
  }

  /** A copy whose beta starts so; {@code zeros} by default. */
  public BatchNormalization betaInitializer(String initializer) {
    return betaInitializer(Initializers.get(initializer));
  }

  public BatchNormalization betaInitializer(Initializer initializer) {
    BatchNormalization copy = copy();
    copy.beta = beta.with(initializer);
    return copy;
  }

  /** A copy whose gamma starts so; {@code ones} by default. */
  public BatchNormalization gammaInitializer(String initializer) {
    return gammaInitializer(Initializers.get(initializer));
  }

  public BatchNormalization gammaInitializer(Initializer initializer) {
    BatchNormalization copy = copy();
    copy.gamma = gamma.with(initializer);
    return copy;
  }

  /** A copy with this penalty on beta; none by default. See {@link Regularizers#get}. */
  public BatchNormalization betaRegularizer(String regularizer) {
    return betaRegularizer(Regularizers.get(regularizer));
  }

  public BatchNormalization betaRegularizer(Regularizer regularizer) {
    BatchNormalization copy = copy();
    copy.beta = beta.with(regularizer);
    return copy;
  }

  /** A copy with this constraint on beta; none by default. See {@link Constraints#get}. */
  public BatchNormalization betaConstraint(String constraint) {
    return betaConstraint(Constraints.get(constraint));
  }

  public BatchNormalization betaConstraint(Constraint constraint) {
    BatchNormalization copy = copy();
    copy.beta = beta.with(constraint);
    return copy;
  }

  /** A copy with this penalty on gamma; none by default. See {@link Regularizers#get}. */
  public BatchNormalization gammaRegularizer(String regularizer) {
    return gammaRegularizer(Regularizers.get(regularizer));
  }

  public BatchNormalization gammaRegularizer(Regularizer regularizer) {
    BatchNormalization copy = copy();
    copy.gamma = gamma.with(regularizer);
    return copy;
  }

  /** A copy with this constraint on gamma; none by default. See {@link Constraints#get}. */
  public BatchNormalization gammaConstraint(String constraint) {
    return gammaConstraint(Constraints.get(constraint));
  }

  public BatchNormalization gammaConstraint(Constraint constraint) {
    BatchNormalization copy = copy();
    copy.gamma = gamma.with(constraint);
    return copy;
  }

  /** A copy whose moving mean starts so; {@code zeros} by default. */
  public BatchNormalization movingMeanInitializer(String initializer) {
    return movingMeanInitializer(Initializers.get(initializer));
  }

  public BatchNormalization movingMeanInitializer(Initializer initializer) {
    BatchNormalization copy = copy();
    copy.movingMeanInitializer = initializer;
    return copy;
  }

  /** A copy whose moving variance starts so; {@code ones} by default. */
  public BatchNormalization movingVarianceInitializer(String initializer) {
    return movingVarianceInitializer(Initializers.get(initializer));
  }

  public BatchNormalization movingVarianceInitializer(Initializer initializer) {
    BatchNormalization copy = copy();
    copy.movingVarianceInitializer = initializer;
    return copy;
  }

  @Override
  public Value call(CallContext context, List<Value> inputs) {
    return LastAxis.apply(context.graph(), single(inputs), axis, x -> normalize(context, x));
  }

  private Value normalize(CallContext context, Value x) {
    GraphBuilder graph = context.graph();
    Shape channels = Shape.of(x.shape().dim(-1));
    List<Value> parameters = new ArrayList<>();
    if (scale) {
      parameters.add(gamma.askFloat32(context, "gamma", channels));
    }
    if (center) {
      parameters.add(beta.askFloat32(context, "beta", channels));
    }
    Value movingMean = context.state("moving_mean", channels, movingMeanInitializer);
    Value movingVariance = context.state("moving_variance", channels, movingVarianceInitializer);
    List<Value> operands = new ArrayList<>();
    operands.add(x);
    if (!context.training() || !context.trainable()) {
      operands.add(movingMean);
      operands.add(movingVariance);
      operands.addAll(parameters);
      return graph.addAll(new BatchNormInference(epsilon, scale, center), operands).get(0);
    }
    operands.addAll(parameters);
    List<Value> results = graph.addAll(new BatchNormTraining(epsilon, scale, center), operands);
    MovingAverage average = new MovingAverage(momentum);
    context.update(movingMean, graph.add(average, movingMean, results.get(1)));
    context.update(movingVariance, graph.add(average, movingVariance, results.get(2)));
    return results.get(0);
  }

  @Override
  public String purpose() {
    return "Keeps every channel at mean 0 and variance 1, so that training is faster and steadier.";
  }

  /** Reads a config's own arguments; {@code Layers.from} reads those that every layer has. */
  public static BatchNormalization from(ConfigReader config) {
    config.only("synchronized", false);
    config.only("renorm", false);
    config.onlyNull("virtual_batch_size");
    // Without renorm these say nothing.
    config.ignore("renorm_clipping", "renorm_momentum", "fused");
    BatchNormalization layer =
        new BatchNormalization()
            .axis(LastAxis.argument(config))
            .momentum(config.number("momentum", 0.99))
            .epsilon(config.number("epsilon", 1e-3))
            .center(config.flag("center", true))
            .scale(config.flag("scale", true))
            .movingMeanInitializer(
                Initializers.argument(config, "moving_mean_initializer", new Zeros()))
            .movingVarianceInitializer(
                Initializers.argument(config, "moving_variance_initializer", new Ones()));
    layer.beta = layer.beta.read(config, "beta");
    layer.gamma = layer.gamma.read(config, "gamma");
    return layer;
  }

  @Override
  public Config config() {
    return baseConfig("BatchNormalization")
        .with("axis", axis)
        .with("momentum", momentum)
        .with("epsilon", epsilon)
        .with("center", center)
        .with("scale", scale)
        .with("beta_initializer", beta.initializer().config())
        .with("gamma_initializer", gamma.initializer().config())
        .with("moving_mean_initializer", movingMeanInitializer.config())
        .with("moving_variance_initializer", movingVarianceInitializer.config())
        .with("beta_regularizer", Regularizers.serialize(beta.regularizer()))
        .with("gamma_regularizer", Regularizers.serialize(gamma.regularizer()))
        .with("beta_constraint", Constraints.serialize(beta.constraint()))
        .with("gamma_constraint", Constraints.serialize(gamma.constraint()))
        .with("synchronized", false)
        .with("renorm", false)
        .with("renorm_clipping", null)
        .with("renorm_momentum", 0.99);
  }
}
