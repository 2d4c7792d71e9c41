package dev.lamina.metrics;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.metrics.counting.Chosen;
import dev.lamina.metrics.counting.ConfusionMatrix;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The mean, over all classes that occur, of the intersection over union, {@code true positives /
 * (true positives + false positives + false negatives)}, of class by their one-hot targets {@code
 * (N, ..., C)}.
 *
 * <p>Unlike Keras with its default dtype, which cuts weights to whole numbers, a weighted metric
 * counts fractions of weights too, as Keras does with {@code dtype="float32"}.
 *
 * <pre>{@code
 * new OneHotMeanIoU(3);
 * }</pre>
 */
public final class OneHotMeanIoU extends FluentMetric<OneHotMeanIoU> implements StateMetric {
  private final int numClasses;
  private final @Nullable Integer ignoreClass;
  private final boolean sparseYPred;

  private OneHotMeanIoU(
      String name, int numClasses, @Nullable Integer ignoreClass, boolean sparseYPred) {
    super("OneHotMeanIoU", name);
    ConfusionMatrix.require(numClasses, ConfusionMatrix.all(Math.max(1, numClasses)));
    this.numClasses = numClasses;
    this.ignoreClass = ignoreClass;
    this.sparseYPred = sparseYPred;
  }

  public OneHotMeanIoU(int numClasses) {
    this("one_hot_mean_io_u", numClasses, null, false);
  }

  /** A copy that leaves out what is of this class. */
  public OneHotMeanIoU ignoreClass(int ignoreClass) {
    return new OneHotMeanIoU(name(), numClasses, ignoreClass, sparseYPred);
  }

  /**
   * A copy with another argument: whether predictions are class indices; false, the default, for a
   * number per class.
   */
  public OneHotMeanIoU sparseYPred(boolean sparseYPred) {
    return new OneHotMeanIoU(name(), numClasses, ignoreClass, sparseYPred);
  }

  @Override
  OneHotMeanIoU withName(String name) {
    return new OneHotMeanIoU(name, numClasses, ignoreClass, sparseYPred);
  }

  @Override
  public Map<String, Value> update(
      GraphBuilder graph, Value target, Value prediction, @Nullable Value weight) {
    return matrix().update(graph, target, prediction, weight);
  }

  @Override
  public double result(Sums sums) {
    return matrix()
        .intersectionOverUnion(sums.array(ConfusionMatrix.NAME), ConfusionMatrix.all(numClasses));
  }

  private ConfusionMatrix matrix() {
    return new ConfusionMatrix(numClasses, ignoreClass, false, sparseYPred);
  }

  /** Reads a config's arguments; {@link Metrics#from} finds the class. */
  public static OneHotMeanIoU from(ConfigReader config) {
    config.only("axis", -1);
    return new OneHotMeanIoU(
        Metrics.name(config),
        config.integer("num_classes"),
        Chosen.read(config, "ignore_class"),
        config.flag("sparse_y_pred", false));
  }

  @Override
  public Config config() {
    return baseConfig()
        .with("num_classes", numClasses)
        .with("ignore_class", ignoreClass)
        .with("sparse_y_pred", sparseYPred)
        .with("axis", -1);
  }
}
