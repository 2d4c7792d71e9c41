package dev.lamina.metrics;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.BinaryFunction;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.metrics.counting.ConfusionMatrix;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The mean, over class 0, class 1 or both, of the intersection over union, {@code true positives /
 * (true positives + false positives + false negatives)}, of predictions that are of class 1 from
 * the threshold on, and targets of 0 and 1.
 *
 * <p>Unlike Keras with its default dtype, which cuts weights to whole numbers, a weighted metric
 * counts fractions of weights too, as Keras does with {@code dtype="float32"}.
 *
 * <pre>{@code
 * model.compile(new Adam(), new BinaryCrossentropy(), List.of(new BinaryIoU()));
 * }</pre>
 */
public final class BinaryIoU extends FluentMetric<BinaryIoU> implements StateMetric {
  private final List<Integer> targetClassIds;
  private final double threshold;

  private BinaryIoU(String name, List<Integer> targetClassIds, double threshold) {
    super("BinaryIoU", name);
    targetClassIds = List.copyOf(targetClassIds);
    ConfusionMatrix.require(2, targetClassIds);
    Arguments.finite("threshold", threshold);
    this.targetClassIds = targetClassIds;
    this.threshold = threshold;
  }

  public BinaryIoU() {
    this(List.of(0, 1), 0.5);
  }

  public BinaryIoU(List<Integer> targetClassIds, double threshold) {
    this("binary_io_u", targetClassIds, threshold);
  }

  /** A copy with another argument: 0, 1 or, by default, both. */
  public BinaryIoU targetClassIds(int... targetClassIds) {
    return new BinaryIoU(name(), IntStream.of(targetClassIds).boxed().toList(), threshold);
  }

  /** A copy with another argument: 0.5 by default. */
  public BinaryIoU threshold(double threshold) {
    return new BinaryIoU(name(), targetClassIds, threshold);
  }

  @Override
  BinaryIoU withName(String name) {
    return new BinaryIoU(name, targetClassIds, threshold);
  }

  @Override
  public Map<String, Value> update(
      GraphBuilder graph, Value target, Value prediction, @Nullable Value weight) {
    Value limit = graph.scalar(threshold);
    Value yes = graph.binary(BinaryFunction.GREATER_EQUAL, prediction, limit);
    return matrix().update(graph, target, yes, weight);
  }

  @Override
  public double result(Sums sums) {
    return matrix().intersectionOverUnion(sums.array(ConfusionMatrix.NAME), targetClassIds);
  }

  private static ConfusionMatrix matrix() {
    return new ConfusionMatrix(2, null, true, true);
  }

  /** Reads a config's arguments; {@link Metrics#from} finds the class. */
  public static BinaryIoU from(ConfigReader config) {
    return new BinaryIoU(
        Metrics.name(config),
        config.has("target_class_ids") ? ConfusionMatrix.ids(config) : List.of(0, 1),
        config.number("threshold", 0.5));
  }

  @Override
  public Config config() {
    return baseConfig().with("target_class_ids", targetClassIds).with("threshold", threshold);
  }
}
