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
import dev.lamina.layers.CallContext;
import dev.lamina.layers.FluentLayer;
import dev.lamina.layers.arguments.WeightArguments;
import dev.lamina.regularizers.Regularizer;
import dev.lamina.regularizers.Regularizers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What layers share that bring numbers to mean 0 and variance 1, and then scale and shift them by
 * what they learn: {@code gamma} and {@code beta}.
 *
 * @param <L> the layer itself
 */
public abstract sealed class BaseNormalization<L extends BaseNormalization<L>>
    extends FluentLayer<L> permits BatchNormalization, GroupNormalization, LayerNormalization {
  private double epsilon = 1e-3;
  private boolean center = true;
  private boolean scale = true;
  private WeightArguments beta = WeightArguments.of(new Zeros());
  private WeightArguments gamma = WeightArguments.of(new Ones());

  private L with(Consumer<BaseNormalization<L>> change) {
    L copy = copy();
    change.accept(copy);
    return copy;
  }

  /** A copy that adds this to variances, so as not to divide by 0; 0.001 by default. */
  public final L epsilon(double epsilon) {
    return with(copy -> copy.epsilon = Arguments.notNegative("epsilon", epsilon));
  }

  /** A copy with the shift beta, the default, or without. */
  public final L center(boolean center) {
    return with(copy -> copy.center = center);
  }

  /** A copy with the scale gamma, the default, or without. */
  public final L scale(boolean scale) {
    return with(copy -> copy.scale = scale);
  }

  /** A copy whose beta starts so; {@code zeros} by default. */
  public final L betaInitializer(String initializer) {
    return betaInitializer(Initializers.get(initializer));
  }

  /** The same. */
  public final L betaInitializer(Initializer initializer) {
    return with(copy -> copy.beta = copy.beta.with(initializer));
  }

  /** A copy whose gamma starts so; {@code ones} by default. */
  public final L gammaInitializer(String initializer) {
    return gammaInitializer(Initializers.get(initializer));
  }

  /** The same. */
  public final L gammaInitializer(Initializer initializer) {
    return with(copy -> copy.gamma = copy.gamma.with(initializer));
  }

  /** A copy with this penalty on beta; none by default. See {@link Regularizers#get}. */
  public final L betaRegularizer(String regularizer) {
    return betaRegularizer(Regularizers.get(regularizer));
  }

  /** The same. */
  public final L betaRegularizer(Regularizer regularizer) {
    return with(copy -> copy.beta = copy.beta.with(regularizer));
  }

  /** A copy with this penalty on gamma; none by default. See {@link Regularizers#get}. */
  public final L gammaRegularizer(String regularizer) {
    return gammaRegularizer(Regularizers.get(regularizer));
  }

  /** The same. */
  public final L gammaRegularizer(Regularizer regularizer) {
    return with(copy -> copy.gamma = copy.gamma.with(regularizer));
  }

  /** A copy with this constraint on beta; none by default. See {@link Constraints#get}. */
  public final L betaConstraint(String constraint) {
    return betaConstraint(Constraints.get(constraint));
  }

  /** The same. */
  public final L betaConstraint(Constraint constraint) {
    return with(copy -> copy.beta = copy.beta.with(constraint));
  }

  /** A copy with this constraint on gamma; none by default. See {@link Constraints#get}. */
  public final L gammaConstraint(String constraint) {
    return gammaConstraint(Constraints.get(constraint));
  }

  /** The same. */
  public final L gammaConstraint(Constraint constraint) {
    return with(copy -> copy.gamma = copy.gamma.with(constraint));
  }

  final double epsilon() {
    return epsilon;
  }

  final boolean center() {
    return center;
  }

  final boolean scale() {
    return scale;
  }

  /** Asks for the scale, if there is one. */
  final Optional<Value> gamma(CallContext context, Shape shape) {
    return scale ? Optional.of(gamma.askFloat32(context, "gamma", shape)) : Optional.empty();
  }

  /** Asks for the shift, if there is one. */
  final Optional<Value> beta(CallContext context, Shape shape) {
    return center ? Optional.of(beta.askFloat32(context, "beta", shape)) : Optional.empty();
  }

  /** {@code gamma y}, if there is a scale. */
  final Value scaled(CallContext context, Value y, Shape weights, Shape broadcast) {
    return gamma(context, weights)
        .map(scaling -> context.graph().times(y, context.graph().reshape(scaling, broadcast)))
        .orElse(y);
  }

  /** {@code y + beta}, if there is a shift. */
  final Value shifted(CallContext context, Value y, Shape weights, Shape broadcast) {
    return beta(context, weights)
        .map(shift -> context.graph().plus(y, context.graph().reshape(shift, broadcast)))
        .orElse(y);
  }

  /** A copy with what a config says. */
  final L withArguments(ConfigReader config) {
    return with(
        copy -> {
          copy.epsilon = Arguments.notNegative("epsilon", config.number("epsilon", 1e-3));
          copy.center = config.flag("center", true);
          copy.scale = config.flag("scale", true);
          copy.beta = copy.beta.read(config, "beta");
          copy.gamma = copy.gamma.read(config, "gamma");
        });
  }

  // Keras writes arguments in the same order for all, but for some that a layer has of its own.

  /** Adds the first arguments to a config. */
  final Config withFlags(Config config) {
    return config.with("epsilon", epsilon).with("center", center).with("scale", scale);
  }

  /** Adds how the weights start. */
  final Config withInitializers(Config config) {
    return config
        .with("beta_initializer", beta.initializer().config())
        .with("gamma_initializer", gamma.initializer().config());
  }

  /** Adds the penalties and constraints. */
  final Config withRegularizers(Config config) {
    Map<String, WeightArguments> weights = new LinkedHashMap<>();
    weights.put("beta", beta);
    weights.put("gamma", gamma);
    return WeightArguments.writeConstraints(
        config
            .with("beta_regularizer", Regularizers.serialize(beta.regularizer()))
            .with("gamma_regularizer", Regularizers.serialize(gamma.regularizer())),
        weights);
  }
}
