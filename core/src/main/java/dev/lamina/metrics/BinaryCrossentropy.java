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
 */
public final class BinaryCrossentropy extends FluentMetric<BinaryCrossentropy>
    implements MeanMetric {
  private final boolean fromLogits;
  private final double labelSmoothing;

  private BinaryCrossentropy(String name, boolean fromLogits, double labelSmoothing) {
    super("BinaryCrossentropy", name);
    Arguments.fraction("labelSmoothing", labelSmoothing);
    this.fromLogits = fromLogits;
    this.labelSmoothing = labelSmoothing;
  }

  public BinaryCrossentropy() {
    this("binary_crossentropy", false, 0);
  }

  /** A copy with another argument: whether predictions are logits; false by default. */
  public BinaryCrossentropy fromLogits(boolean fromLogits) {
    return new BinaryCrossentropy(name(), fromLogits, labelSmoothing);
  }

  /**
   * A copy with another argument: moves targets this share of the way to an even spread, from 0 to
   * 1; 0 by default.
   */
  public BinaryCrossentropy labelSmoothing(double labelSmoothing) {
    return new BinaryCrossentropy(name(), fromLogits, labelSmoothing);
  }

  @Override
  BinaryCrossentropy withName(String name) {
    return new BinaryCrossentropy(name, fromLogits, labelSmoothing);
  }

  @Override
  public Value perSample(GraphBuilder graph, Value target, Value prediction) {
    return new dev.lamina.losses.BinaryCrossentropy()
        .fromLogits(fromLogits)
        .labelSmoothing(labelSmoothing)
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
    return baseConfig().with("from_logits", fromLogits).with("label_smoothing", labelSmoothing);
  }
}
