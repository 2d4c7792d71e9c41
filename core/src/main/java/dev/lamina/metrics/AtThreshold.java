package dev.lamina.metrics;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.BinaryFunction;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.InnerProduct;
import dev.lamina.ir.ops.ReductionFunction;
import dev.lamina.losses.PerSample;
import dev.lamina.metrics.counting.Chosen;
import dev.lamina.metrics.counting.Decisions;
import dev.lamina.metrics.counting.Vectors;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The best of one share among the thresholds at which another is large enough. All outputs are
 * taken as one kind of yes-or-no answer; targets have the predictions' shape and are yes wherever
 * they are not 0. A step needs memory for the batch's outputs times the number of thresholds.
 *
 * @param <M> the metric itself
 */
abstract class AtThreshold<M extends AtThreshold<M>> extends FluentMetric<M> {
  private static final String POSITIVES = "positives";
  private static final String NEGATIVES = "negatives";

  final double value;
  final int numThresholds;
  final @Nullable Integer classId;

  AtThreshold(
      String className,
      String name,
      String argument,
      double value,
      int numThresholds,
      @Nullable Integer classId) {
    super(className, name);
    this.value = Arguments.fraction(argument, value);
    this.numThresholds = Arguments.positive("numThresholds", numThresholds);
    Chosen.require(null, null, classId);
    this.classId = classId;
  }

  /** The same with other arguments. */
  abstract M with(String name, int thresholds, @Nullable Integer chosenClass);

  /** A copy with so many thresholds, evenly from 0 to 1; 200 by default. One is 0.5. */
  public final M numThresholds(int numThresholds) {
    return with(name(), numThresholds, classId);
  }

  /** A copy that looks at one class only. */
  public final M classId(int classId) {
    return with(name(), numThresholds, classId);
  }

  @Override
  final M withName(String name) {
    return with(name, numThresholds, classId);
  }

  /** As {@link StateMetric#update}. */
  public final Map<String, Value> update(
      GraphBuilder graph, Value target, Value prediction, @Nullable Value weight) {
    Value y = PerSample.target(graph, target, prediction.shape());
    Value p = prediction;
    if (classId != null) {
      y = Chosen.ofClass(graph, y, classId);
      p = Chosen.ofClass(graph, p, classId);
    }
    int count = p.shape().size();
    Value column = graph.reshape(p, Shape.of(count, 1));
    Value above =
        numThresholds == 1
            ? graph.binary(BinaryFunction.GREATER, column, graph.scalar(0.5))
            : Vectors.aboveEven(graph, column, numThresholds, false);
    Decisions decisions = Decisions.of(graph, y, above, weight);
    Value positive = graph.reshape(decisions.positive(), Shape.of(1, count));
    Value negative = graph.reshape(decisions.negative(), Shape.of(1, count));
    return Map.of(
        Decisions.TRUE_POSITIVES,
        graph.add(InnerProduct.PLAIN, positive, above),
        Decisions.FALSE_POSITIVES,
        graph.add(InnerProduct.PLAIN, negative, above),
        POSITIVES,
        graph.reduceAll(ReductionFunction.SUM, positive),
        NEGATIVES,
        graph.reduceAll(ReductionFunction.SUM, negative));
  }

  /** What was counted at one threshold. */
  record Counts(double truePositives, double falsePositives, double positives, double negatives) {
    double recall() {
      return Decisions.share(truePositives, positives - truePositives);
    }

    double specificity() {
      double trueNegatives = negatives - falsePositives;
      return Decisions.share(trueNegatives, falsePositives);
    }

    double precision() {
      return Decisions.share(truePositives, falsePositives);
    }
  }

  /** The share that must be large enough. */
  abstract double constrained(Counts counts);

  /** The share that is reported. */
  abstract double reported(Counts counts);

  /** As {@link StateMetric#result}. */
  public final double result(Sums sums) {
    double best = 0;
    for (int i = 0; i < numThresholds; i++) {
      Counts counts =
          new Counts(
              sums.array(Decisions.TRUE_POSITIVES)[i],
              sums.array(Decisions.FALSE_POSITIVES)[i],
              sums.number(POSITIVES),
              sums.number(NEGATIVES));
      // Keras compares in float32.
      if ((float) constrained(counts) >= (float) value) {
        best = Math.max(best, reported(counts));
      }
    }
    return best;
  }

  /** The config with the arguments of all of these; {@code argument} is the least share. */
  final Config config(String argument) {
    return baseConfig()
        .with("num_thresholds", numThresholds)
        .with(argument, value)
        .with("class_id", classId);
  }
}
