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
 */
public final class SparseCategoricalCrossentropy extends FluentMetric<SparseCategoricalCrossentropy>
    implements MeanMetric {
  private final boolean fromLogits;

  private SparseCategoricalCrossentropy(String name, boolean fromLogits) {
    super("SparseCategoricalCrossentropy", name);
    this.fromLogits = fromLogits;
  }

  public SparseCategoricalCrossentropy() {
    this("sparse_categorical_crossentropy", false);
  }

  /** A copy with another argument: whether predictions are logits; false by default. */
  public SparseCategoricalCrossentropy fromLogits(boolean fromLogits) {
    return new SparseCategoricalCrossentropy(name(), fromLogits);
  }

  @Override
  SparseCategoricalCrossentropy withName(String name) {
    return new SparseCategoricalCrossentropy(name, fromLogits);
  }

  @Override
  public Value perSample(GraphBuilder graph, Value target, Value prediction) {
    return new dev.lamina.losses.SparseCategoricalCrossentropy()
        .fromLogits(fromLogits)
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
    return baseConfig().with("from_logits", fromLogits).with("ignore_class", null).with("axis", -1);
  }
}
