package dev.lamina.metrics;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;

/**
 * The mean of {@code y p / (|y| |p|)}: 1 where target and prediction point the same way. The loss
 * of the same name has the opposite sign.
 *
 * <pre>{@code
 * model.compile(new Adam(), new MeanSquaredError(), List.of(new CosineSimilarity()));
 * }</pre>
 */
public final class CosineSimilarity extends FluentMetric<CosineSimilarity> implements MeanMetric {
  private final int axis;

  private CosineSimilarity(String name, int axis) {
    super("CosineSimilarity", name);
    this.axis = axis;
  }

  public CosineSimilarity() {
    this("cosine_similarity", -1);
  }

  /** A copy whose vectors lie along this axis, counted with the batch; the last by default. */
  public CosineSimilarity axis(int axis) {
    return new CosineSimilarity(name(), axis);
  }

  @Override
  CosineSimilarity withName(String name) {
    return new CosineSimilarity(name, axis);
  }

  @Override
  public Value perSample(GraphBuilder graph, Value target, Value prediction) {
    return graph.linear(
        new dev.lamina.losses.CosineSimilarity().axis(axis).perSample(graph, target, prediction),
        -1,
        0);
  }

  /** Reads a config's arguments; {@link Metrics#from} finds the class. */
  public static CosineSimilarity from(ConfigReader config) {
    return new CosineSimilarity(Metrics.name(config), config.integer("axis", -1));
  }

  @Override
  public Config config() {
    return axis == -1
        ? baseConfig()
        : baseConfig().with("axis", axis); // Keras reads it, but never writes it
  }
}
