package dev.lamina.metrics;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;

/**
 * The crossentropy of class indices of the predictions, as {@link
 * dev.lamina.losses.SparseCategoricalCrossentropy} computes it.
 *
 * <pre>{@code
 * model.compile(new Adam(), new MeanSquaredError(), List.of(new SparseCategoricalCrossentropy()));
 * }</pre>
 *
 * @param fromLogits whether predictions are logits; false by default
 */
public record SparseCategoricalCrossentropy(String name, boolean fromLogits) implements MeanMetric {
  public SparseCategoricalCrossentropy() {
    this("sparse_categorical_crossentropy", false);
  }

  @Override
  public Value perSample(GraphBuilder graph, Value target, Value prediction) {
    return new dev.lamina.losses.SparseCategoricalCrossentropy(fromLogits)
        .perSample(graph, target, prediction);
  }

  /** Reads a config's arguments; {@link Metrics#from} finds the class. */
  public static SparseCategoricalCrossentropy from(ConfigReader config) {
    config.onlyNull("ignore_class");
    config.only("axis", -1);
    return new SparseCategoricalCrossentropy(
        Metrics.name(config), config.flag("from_logits", false));
  }

  @Override
  public Config config() {
    return Metrics.baseConfig("SparseCategoricalCrossentropy", name)
        .with("from_logits", fromLogits)
        .with("ignore_class", null)
        .with("axis", -1);
  }

  /** For people: the class with its arguments, as Keras names them. */
  @Override
  public String toString() {
    return config().toString();
  }
}
