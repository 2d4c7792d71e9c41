package dev.lamina.testkit.golden;

import dev.lamina.activations.Activation;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.config.CustomObjects;
import dev.lamina.constraints.Constraint;
import dev.lamina.constraints.Constraints;
import dev.lamina.initializers.Initializer;
import dev.lamina.initializers.Initializers;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;
import dev.lamina.layers.Layer;
import dev.lamina.layers.registry.Layers;
import dev.lamina.losses.Loss;
import dev.lamina.losses.Losses;
import dev.lamina.metrics.Metric;
import dev.lamina.metrics.Metrics;
import dev.lamina.optimizers.Optimizer;
import dev.lamina.optimizers.Optimizers;
import dev.lamina.schedules.LearningRateSchedule;
import dev.lamina.schedules.LearningRateSchedules;

/** Makes the objects of golden cases from the configs that Keras wrote, as those of a file. */
final class GoldenObjects {
  private GoldenObjects() {}

  static Layer layer(GoldenCase golden) {
    return Layers.from(reader(golden.config()));
  }

  /** The activation as a layer. */
  static Layer activation(GoldenCase golden) {
    return golden.kerasJson().isPresent()
        ? layer(golden)
        : new dev.lamina.layers.activation.Activation(new ApproximateGelu());
  }

  /** Keras has this function, but no layer with its argument. */
  private record ApproximateGelu() implements Activation {
    @Override
    public Value apply(GraphBuilder graph, Value x) {
      return graph.add(Unary.of(UnaryFunction.GELU_TANH), x);
    }

    @Override
    public Config config() {
      return Config.of("gelu").with("approximate", true);
    }
  }

  /** Its reduction is left out: models average over the batch. */
  static Loss loss(GoldenCase golden) {
    return Losses.from(reader(golden.config().with("reduction", null)));
  }

  static Metric metric(GoldenCase golden) {
    return Metrics.from(reader(golden.config()));
  }

  static Optimizer optimizer(GoldenCase golden) {
    return Optimizers.from(reader(golden.config()));
  }

  static Constraint constraint(GoldenCase golden) {
    return Constraints.from(reader(golden.config()));
  }

  static LearningRateSchedule schedule(GoldenCase golden) {
    return LearningRateSchedules.from(reader(golden.config()));
  }

  /** Its seed is left out: no two libraries draw the same numbers. */
  static Initializer initializer(GoldenCase golden) {
    return Initializers.from(reader(golden.config().with("seed", null)));
  }

  private static ConfigReader reader(Config config) {
    return new ConfigReader(config, CustomObjects.none());
  }
}
