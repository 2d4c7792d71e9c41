package dev.lamina.metrics;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;

/**
 * The crossentropy of classes of the predictions, as {@link
 * dev.lamina.losses.CategoricalCrossentropy} computes it.
 *
 * <pre>{@code
 * model.compile(new Adam(), new MeanSquaredError(), List.of(new CategoricalCrossentropy()));
 * }</pre>
 *
 * @param fromLogits whether predictions are logits; false by default
 * @param labelSmoothing moves targets this share of the way to an even spread, from 0 to 1; 0 by
 *     default
 */
public record CategoricalCrossentropy(String name, boolean fromLogits, double labelSmoothing)
    implements MeanMetric {
  public CategoricalCrossentropy {
    Arguments.fraction("labelSmoothing", labelSmoothing);
  }

  public CategoricalCrossentropy() {
    this("categorical_crossentropy", false, 0);
  }

  @Override
  public Value perSample(GraphBuilder graph, Value target, Value prediction) {
    return new dev.lamina.losses.CategoricalCrossentropy(fromLogits, labelSmoothing)
        .perSample(graph, target, prediction);
  }

  /** Reads a config's arguments; {@link Metrics#from} finds the class. */
  public static CategoricalCrossentropy from(ConfigReader config) {
    config.only("axis", -1);
    return new CategoricalCrossentropy(
        Metrics.name(config),
        config.flag("from_logits", false),
        config.number("label_smoothing", 0));
  }

  @Override
  public Config config() {
    return Metrics.baseConfig("CategoricalCrossentropy", name)
        .with("from_logits", fromLogits)
        .with("label_smoothing", labelSmoothing)
        .with("axis", -1);
  }

  /** For people: the class with its arguments, as Keras names them. */
  @Override
  public String toString() {
    return config().toString();
  }
}
