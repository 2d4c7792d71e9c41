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
 *
 * @param numClasses how many classes there are
 * @param targetClassIds the classes to look at
 * @param ignoreClass the class whose targets do not count; null, the default, for none
 * @param sparseYPred whether predictions are class indices; false, the default, for a number per
 *     class
 */
public record OneHotIoU(
    String name,
    int numClasses,
    List<Integer> targetClassIds,
    @Nullable Integer ignoreClass,
    boolean sparseYPred)
    implements StateMetric {
  public OneHotIoU {
    targetClassIds = List.copyOf(targetClassIds);
    ConfusionMatrix.require(numClasses, targetClassIds);
  }

  public OneHotIoU(int numClasses, List<Integer> targetClassIds) {
    this("one_hot_io_u", numClasses, targetClassIds, null, false);
  }

  /** A copy that leaves out what is of this class. */
  public OneHotIoU ignoreClass(int ignoreClass) {
    return new OneHotIoU(name, numClasses, targetClassIds, ignoreClass, sparseYPred);
  }

  public OneHotIoU sparseYPred(boolean sparseYPred) {
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
    return Metrics.baseConfig("OneHotIoU", name)
        .with("num_classes", numClasses)
        .with("target_class_ids", targetClassIds)
        .with("ignore_class", ignoreClass)
        .with("sparse_y_pred", sparseYPred)
        .with("axis", -1);
  }

  /** For people: the class with its arguments, as Keras names them. */
  @Override
  public String toString() {
    return config().toString();
  }
}
