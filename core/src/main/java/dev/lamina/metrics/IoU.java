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
 * (true positives + false positives + false negatives)}, of class indices, one per sample or per
 * pixel.
 *
 * <p>Unlike Keras with its default dtype, which cuts weights to whole numbers, a weighted metric
 * counts fractions of weights too, as Keras does with {@code dtype="float32"}.
 *
 * <pre>{@code
 * new IoU(3, List.of(1, 2)).sparseYPred(false); // of a softmax over 3 classes
 * }</pre>
 */
public final class IoU extends FluentMetric<IoU> implements StateMetric {
  private final int numClasses;
  private final List<Integer> targetClassIds;
  private final @Nullable Integer ignoreClass;
  private final boolean sparseYTrue;
  private final boolean sparseYPred;

  private IoU(
      String name,
      int numClasses,
      List<Integer> targetClassIds,
      @Nullable Integer ignoreClass,
      boolean sparseYTrue,
      boolean sparseYPred) {
    super("IoU", name);
    targetClassIds = List.copyOf(targetClassIds);
    ConfusionMatrix.require(numClasses, targetClassIds);
    this.numClasses = numClasses;
    this.targetClassIds = targetClassIds;
    this.ignoreClass = ignoreClass;
    this.sparseYTrue = sparseYTrue;
    this.sparseYPred = sparseYPred;
  }

  public IoU(int numClasses, List<Integer> targetClassIds) {
    this("io_u", numClasses, targetClassIds, null, true, true);
  }

  /** A copy that leaves out what is of this class. */
  public IoU ignoreClass(int ignoreClass) {
    return new IoU(name(), numClasses, targetClassIds, ignoreClass, sparseYTrue, sparseYPred);
  }

  /**
   * A copy with another argument: whether targets are class indices {@code (N, ...)}, the default,
   * or a number per class {@code (N, ..., C)}, of which the largest tells.
   */
  public IoU sparseYTrue(boolean sparseYTrue) {
    return new IoU(name(), numClasses, targetClassIds, ignoreClass, sparseYTrue, sparseYPred);
  }

  /**
   * A copy with another argument: whether predictions are class indices, the default, which layers
   * rarely give, or a number per class {@code (N, ..., C)}, of which the largest tells.
   */
  public IoU sparseYPred(boolean sparseYPred) {
    return new IoU(name(), numClasses, targetClassIds, ignoreClass, sparseYTrue, sparseYPred);
  }

  @Override
  IoU withName(String name) {
    return new IoU(name, numClasses, targetClassIds, ignoreClass, sparseYTrue, sparseYPred);
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
    return new ConfusionMatrix(numClasses, ignoreClass, sparseYTrue, sparseYPred);
  }

  /** Reads a config's arguments; {@link Metrics#from} finds the class. */
  public static IoU from(ConfigReader config) {
    config.only("axis", -1);
    return new IoU(
        Metrics.name(config),
        config.integer("num_classes"),
        ConfusionMatrix.ids(config),
        Chosen.read(config, "ignore_class"),
        config.flag("sparse_y_true", true),
        config.flag("sparse_y_pred", true));
  }

  @Override
  public Config config() {
    return baseConfig()
        .with("num_classes", numClasses)
        .with("target_class_ids", targetClassIds)
        .with("ignore_class", ignoreClass)
        .with("sparse_y_true", sparseYTrue)
        .with("sparse_y_pred", sparseYPred)
        .with("axis", -1);
  }
}
