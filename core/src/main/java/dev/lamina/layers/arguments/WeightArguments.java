package dev.lamina.layers.arguments;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.constraints.Constraint;
import dev.lamina.constraints.Constraints;
import dev.lamina.initializers.Initializer;
import dev.lamina.initializers.Initializers;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.layers.CallContext;
import dev.lamina.regularizers.Regularizer;
import dev.lamina.regularizers.Regularizers;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A layer's arguments about one of its weights, which Keras names after the weight: {@code
 * kernel_initializer}, {@code kernel_regularizer}, {@code kernel_constraint}.
 *
 * @param initializer gives the first values
 * @param regularizer null for no penalty
 * @param constraint what holds after each training step; null for nothing
 */
public record WeightArguments(
    Initializer initializer, @Nullable Regularizer regularizer, @Nullable Constraint constraint) {
  /** Without a penalty and a constraint. */
  public static WeightArguments of(Initializer initializer) {
    return new WeightArguments(initializer, null, null);
  }

  public WeightArguments with(Initializer otherInitializer) {
    return new WeightArguments(otherInitializer, regularizer, constraint);
  }

  public WeightArguments with(Regularizer otherRegularizer) {
    return new WeightArguments(initializer, otherRegularizer, constraint);
  }

  public WeightArguments with(Constraint otherConstraint) {
    return new WeightArguments(initializer, regularizer, otherConstraint);
  }

  /** Asks for the weight. */
  public Value ask(CallContext context, String name, Shape shape) {
    Value weight = context.weight(name, shape, initializer, regularizer);
    constrain(context, name);
    return weight;
  }

  /** Asks for the weight in float32. */
  public Value askFloat32(CallContext context, String name, Shape shape) {
    Value weight = context.float32Weight(name, shape, initializer, regularizer);
    constrain(context, name);
    return weight;
  }

  private void constrain(CallContext context, String name) {
    if (constraint != null) {
      context.constrain(name, constraint);
    }
  }

  /** What a config says of a weight; {@code this} is what holds where it says nothing. */
  public WeightArguments read(ConfigReader config, String weight) {
    return new WeightArguments(
        Initializers.argument(config, weight + "_initializer", initializer),
        Regularizers.argument(config, weight + "_regularizer"),
        Constraints.argument(config, weight + "_constraint"));
  }

  /** Adds initializers and regularizers to a config, in Keras's order. */
  public static Config write(Config config, Map<String, WeightArguments> weights) {
    Config result = config;
    for (var each : weights.entrySet()) {
      result = result.with(each.getKey() + "_initializer", each.getValue().initializer.config());
    }
    for (var each : weights.entrySet()) {
      result =
          result.with(
              each.getKey() + "_regularizer", Regularizers.serialize(each.getValue().regularizer));
    }
    return result;
  }

  /** Adds constraints to a config, which Keras tells behind all else. */
  public static Config writeConstraints(Config config, Map<String, WeightArguments> weights) {
    Config result = config;
    for (var each : weights.entrySet()) {
      result =
          result.with(
              each.getKey() + "_constraint", Constraints.serialize(each.getValue().constraint));
    }
    return result;
  }

  /** Such as {@code GlorotUniform(seed=null)}, with the penalty and the constraint behind it. */
  @Override
  public String toString() {
    return initializer.config()
        + (regularizer == null ? "" : ", " + regularizer.config())
        + (constraint == null ? "" : ", " + constraint.config());
  }
}
