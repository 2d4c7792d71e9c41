package dev.lamina.metrics.counting;

import dev.lamina.config.Arguments;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.ArgMax;
import dev.lamina.ir.ops.BinaryFunction;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.InnerProduct;
import dev.lamina.ir.ops.Transpose;
import dev.lamina.losses.PerSample;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How often each class was predicted for each true class, and what the IoU metrics make of it.
 *
 * @param ignored the class whose samples do not count, or null
 * @param sparseTarget whether targets are class indices, else a number per class
 * @param sparsePrediction whether predictions are class indices, else a number per class
 */
public record ConfusionMatrix(
    int classes, @Nullable Integer ignored, boolean sparseTarget, boolean sparsePrediction) {
  private static final double EPSILON = 1e-7;

  /** The name of the counts among a metric's sums. */
  public static final String NAME = "total_confusion_matrix";

  public static void require(int classes, List<Integer> targetClassIds) {
    Arguments.positive("numClasses", classes);
    for (int id : targetClassIds) {
      if (id < 0 || id >= classes) {
        throw new IllegalArgumentException(
            "targetClassIds must be from 0 to %d, received %s"
                .formatted(classes - 1, targetClassIds));
      }
    }
    if (targetClassIds.isEmpty()) {
      throw new IllegalArgumentException("targetClassIds must name a class, received none");
    }
  }

  public static List<Integer> all(int classes) {
    return IntStream.range(0, classes).boxed().toList();
  }

  public static List<Integer> ids(ConfigReader config) {
    return IntStream.of(config.integers("target_class_ids")).boxed().toList();
  }

  public Map<String, Value> update(
      GraphBuilder graph, Value target, Value prediction, @Nullable Value weight) {
    Value predicted = sparsePrediction ? prediction : graph.add(new ArgMax(), prediction);
    Value right =
        sparseTarget
            ? PerSample.target(graph, target, predicted.shape())
            : classOfDense(graph, target, prediction, predicted.shape());
    Value one = graph.fill(right.shape(), 1);
    if (ignored != null) {
      Value isIgnored = graph.binary(BinaryFunction.EQUAL, right, graph.scalar(ignored));
      one = graph.linear(isIgnored, -1, 1);
    }
    int count = right.shape().size();
    Value weights = graph.reshape(SampleWeights.times(graph, one, weight), Shape.of(count, 1));
    Value rows = graph.times(oneHot(graph, right), weights);
    Value transposed = graph.add(new Transpose(List.of(1, 0)), rows);
    return Map.of(NAME, graph.add(InnerProduct.PLAIN, transposed, oneHot(graph, predicted)));
  }

  private Value classOfDense(GraphBuilder graph, Value target, Value prediction, Shape expected) {
    Value dense = sparsePrediction ? target : PerSample.target(graph, target, prediction.shape());
    return PerSample.target(graph, graph.add(new ArgMax(), dense), expected);
  }

  /** Of values from c to below c + 1 the class c, as cut to whole numbers; no class for others. */
  private Value oneHot(GraphBuilder graph, Value values) {
    Value column = graph.reshape(values, Shape.of(values.shape().size(), 1));
    Value index = Vectors.upTo(graph, classes);
    return graph.minus(
        graph.binary(BinaryFunction.GREATER_EQUAL, column, index),
        graph.binary(BinaryFunction.GREATER_EQUAL, column, graph.linear(index, 1, 1)));
  }

  /**
   * The mean over these classes, without those that neither targets nor predictions name.
   *
   * @param matrix the counts that {@link #update} has added up under {@link #NAME}
   */
  public double intersectionOverUnion(double[] matrix, List<Integer> targetClassIds) {
    double sum = 0;
    int present = 0;
    for (int id : targetClassIds) {
      double union = -matrix[id * classes + id];
      for (int other = 0; other < classes; other++) {
        union += matrix[id * classes + other] + matrix[other * classes + id];
      }
      if (union > 1e-9) {
        present++;
        sum += matrix[id * classes + id] / (union + EPSILON);
      }
    }
    return sum / (present + EPSILON);
  }
}
