package dev.lamina.metrics;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;

/**
 * The crossentropy of yes-or-no answers of the predictions, as {@link
 * dev.lamina.losses.BinaryCrossentropy} computes it.
 *
 * <pre>{@code
 * model.compile(new Adam(), new MeanSquaredError(), List.of(new BinaryCrossentropy()));
 * }</pre>
 *
 * @param fromLogits whether predictions are logits; false by default
 * @param labelSmoothing moves targets this share of the way to an even spread, from 0 to 1; 0 by
 *     default
 */
public record BinaryCrossentropy(String name, boolean fromLogits, double labelSmoothing)
    implements MeanMetric {
  public BinaryCrossentropy {
    Arguments.fraction("labelSmoothing", labelSmoothing);
  }

  public BinaryCrossentropy() {
    this("binary_crossentropy", false, 0);
  }

  @Override
  public Value perSample(GraphBuilder graph, Value target, Value prediction) {
    return new dev.lamina.losses.BinaryCrossentropy(fromLogits, labelSmoothing)
        .perSample(graph, target, prediction);
  }

  /** Reads a config's arguments; {@link Metrics#from} finds the class. */
  public static BinaryCrossentropy from(ConfigReader config) {
    return new BinaryCrossentropy(
        Metrics.name(config),
        config.flag("from_logits", false),
        config.number("label_smoothing", 0));
  }

  @Override
  public Config config() {
    return Metrics.baseConfig("BinaryCrossentropy", name)
        .with("from_logits", fromLogits)
        .with("label_smoothing", labelSmoothing);
  }

  /** For people: the class with its arguments, as Keras names them. */
  @Override
  public String toString() {
    return config().toString();
  }
}
