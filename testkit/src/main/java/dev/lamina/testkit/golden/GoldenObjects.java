package dev.lamina.testkit.golden;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.config.CustomObjects;
import dev.lamina.constraints.Constraint;
import dev.lamina.constraints.Constraints;
import dev.lamina.initializers.Initializer;
import dev.lamina.initializers.Initializers;
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
import java.util.List;

/** Makes the objects of golden cases from the configs that Keras wrote, as those of a file. */
final class GoldenObjects {
  private GoldenObjects() {}

  static Layer layer(GoldenCase golden) {
    return Layers.from(reader(golden.config()));
  }

  /** The activation as a layer. For functions whose arguments no layer has there is no config. */
  static Layer activation(GoldenCase golden) {
    if (golden.kerasJson().isPresent()) {
      return layer(golden);
    }
    Config function = Config.of(golden.text("activation"));
    for (String name : List.of("alpha", "b", "threshold", "default_value")) {
      if (golden.has("argument." + name)) {
        function = function.with(name, golden.number("argument." + name));
      }
    }
    if (golden.has("argument.approximate")) {
      function = function.with("approximate", golden.flag("argument.approximate"));
    }
    return Layers.from(reader(Config.of("Activation").with("activation", function)));
  }

  /** With the arguments that Keras's configs leave out. */
  static Loss loss(GoldenCase golden) {
    Config config = golden.config();
    if (golden.has("argument.delta")) {
      config = config.with("delta", golden.number("argument.delta"));
    }
    if (golden.has("argument.axis")) {
      config = config.with("axis", golden.integer("argument.axis"));
    }
    return Losses.from(reader(config));
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
