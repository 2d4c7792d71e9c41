package dev.lamina.metrics;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.metrics.counting.Chosen;
import dev.lamina.metrics.counting.ConfusionMatrix;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The mean, over some classes that occur, of the intersection over union, {@code true positives /
 * (true positives + false positives + false negatives)}, of class by their one-hot targets {@code
 * (N, ..., C)}.
 *
 * <p>Unlike Keras with its default dtype, which cuts weights to whole numbers, a weighted metric
 * counts fractions of weights too, as Keras does with {@code dtype="float32"}.
 *
 * <pre>{@code
 * new OneHotIoU(3, List.of(1, 2));
 * }</pre>
 */
public final class OneHotIoU extends FluentMetric<OneHotIoU> implements StateMetric {
  private final int numClasses;
  private final List<Integer> targetClassIds;
  private final @Nullable Integer ignoreClass;
  private final boolean sparseYPred;

  private OneHotIoU(
      String name,
      int numClasses,
      List<Integer> targetClassIds,
      @Nullable Integer ignoreClass,
      boolean sparseYPred) {
    super("OneHotIoU", name);
    targetClassIds = List.copyOf(targetClassIds);
    ConfusionMatrix.require(numClasses, targetClassIds);
    this.numClasses = numClasses;
    this.targetClassIds = targetClassIds;
    this.ignoreClass = ignoreClass;
    this.sparseYPred = sparseYPred;
  }

  public OneHotIoU(int numClasses, List<Integer> targetClassIds) {
    this("one_hot_io_u", numClasses, targetClassIds, null, false);
  }

  /** A copy that leaves out what is of this class. */
  public OneHotIoU ignoreClass(int ignoreClass) {
    return new OneHotIoU(name(), numClasses, targetClassIds, ignoreClass, sparseYPred);
  }

  /**
   * A copy with another argument: whether predictions are class indices; false, the default, for a
   * number per class.
   */
  public OneHotIoU sparseYPred(boolean sparseYPred) {
    return new OneHotIoU(name(), numClasses, targetClassIds, ignoreClass, sparseYPred);
  }

  @Override
  OneHotIoU withName(String name) {
    return new OneHotIoU(name, numClasses, targetClassIds, ignoreClass, sparseYPred);
  }

  @Override
  public Map<String, Value> update(
      GraphBuilder graph, Value target, Value prediction, @Nullable Value weight) {
    return matrix().update(graph, target, prediction, weight);
  }

  @Override
  public double result(Sums sums) {
    return matrix().intersectionOverUnion(sums.array(ConfusionMatrix.NAME), targetClassIds);
  }

  private ConfusionMatrix matrix() {
    return new ConfusionMatrix(numClasses, ignoreClass, false, sparseYPred);
  }

  /** Reads a config's arguments; {@link Metrics#from} finds the class. */
  public static OneHotIoU from(ConfigReader config) {
    config.only("axis", -1);
    return new OneHotIoU(
        Metrics.name(config),
        config.integer("num_classes"),
        ConfusionMatrix.ids(config),
        Chosen.read(config, "ignore_class"),
        config.flag("sparse_y_pred", false));
  }

  @Override
  public Config config() {
    return baseConfig()
        .with("num_classes", numClasses)
        .with("target_class_ids", targetClassIds)
        .with("ignore_class", ignoreClass)
        .with("sparse_y_pred", sparseYPred)
        .with("axis", -1);
  }
}
