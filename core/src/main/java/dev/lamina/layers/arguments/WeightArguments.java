package dev.lamina.layers.arguments;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
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
 * kernel_initializer}, {@code kernel_regularizer}, {@code kernel_constraint}. Constraints are not
 * supported.
 *
 * @param initializer gives the first values
 * @param regularizer null for no penalty
 */
public record WeightArguments(Initializer initializer, @Nullable Regularizer regularizer) {
  /** Without a penalty. */
  public static WeightArguments of(Initializer initializer) {
    return new WeightArguments(initializer, null);
  }

  public WeightArguments with(Initializer otherInitializer) {
    return new WeightArguments(otherInitializer, regularizer);
  }

  public WeightArguments with(Regularizer otherRegularizer) {
    return new WeightArguments(initializer, otherRegularizer);
  }

  /** Asks for the weight. */
  public Value ask(CallContext context, String name, Shape shape) {
    return context.weight(name, shape, initializer, regularizer);
  }

  /** Asks for the weight in float32. */
  public Value askFloat32(CallContext context, String name, Shape shape) {
    return context.float32Weight(name, shape, initializer, regularizer);
  }

  /** What a config says of a weight; {@code this} is what holds where it says nothing. */
  public WeightArguments read(ConfigReader config, String weight) {
    config.onlyNull(weight + "_constraint");
    return new WeightArguments(
        Initializers.argument(config, weight + "_initializer", initializer),
        Regularizers.argument(config, weight + "_regularizer"));
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

  /** Adds that no weight has a constraint, which Keras tells behind all else. */
  public static Config writeConstraints(Config config, Map<String, WeightArguments> weights) {
    Config result = config;
    for (String weight : weights.keySet()) {
      result = result.with(weight + "_constraint", null);
    }
    return result;
  }
}
