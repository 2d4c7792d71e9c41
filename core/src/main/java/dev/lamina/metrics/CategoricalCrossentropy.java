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
 */
public final class CategoricalCrossentropy extends FluentMetric<CategoricalCrossentropy>
    implements MeanMetric {
  private final boolean fromLogits;
  private final double labelSmoothing;

  private CategoricalCrossentropy(String name, boolean fromLogits, double labelSmoothing) {
    super("CategoricalCrossentropy", name);
    Arguments.fraction("labelSmoothing", labelSmoothing);
    this.fromLogits = fromLogits;
    this.labelSmoothing = labelSmoothing;
  }

  public CategoricalCrossentropy() {
    this("categorical_crossentropy", false, 0);
  }

  /** A copy with another argument: whether predictions are logits; false by default. */
  public CategoricalCrossentropy fromLogits(boolean fromLogits) {
    return new CategoricalCrossentropy(name(), fromLogits, labelSmoothing);
  }

  /**
   * A copy with another argument: moves targets this share of the way to an even spread, from 0 to
   * 1; 0 by default.
   */
  public CategoricalCrossentropy labelSmoothing(double labelSmoothing) {
    return new CategoricalCrossentropy(name(), fromLogits, labelSmoothing);
  }

  @Override
  CategoricalCrossentropy withName(String name) {
    return new CategoricalCrossentropy(name, fromLogits, labelSmoothing);
  }

  @Override
  public Value perSample(GraphBuilder graph, Value target, Value prediction) {
    return new dev.lamina.losses.CategoricalCrossentropy()
        .fromLogits(fromLogits)
        .labelSmoothing(labelSmoothing)
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
    return baseConfig()
        .with("from_logits", fromLogits)
        .with("label_smoothing", labelSmoothing)
        .with("axis", -1);
  }
}
