package dev.lamina.metrics;

import dev.lamina.ir.Value;
import dev.lamina.ir.ops.BinaryFunction;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.ReductionFunction;
import org.jspecify.annotations.Nullable;

/**
 * Yes-or-no answers beside the truth, each counted with the weight of its sample.
 *
 * @param positive the weight of each answer where the truth is yes, else 0
 * @param negative the weight of each answer where the truth is no, else 0
 * @param yes 1 for each answer that is yes, else 0
 */
record Decisions(GraphBuilder graph, Value positive, Value negative, Value yes) {
  static final String TRUE_POSITIVES = "true_positives";
  static final String FALSE_POSITIVES = "false_positives";
  static final String TRUE_NEGATIVES = "true_negatives";
  static final String FALSE_NEGATIVES = "false_negatives";

  /**
   * Answers of the target's shape.
   *
   * @param target yes wherever it is not 0
   */
  static Decisions of(GraphBuilder graph, Value target, Value yes, @Nullable Value weight) {
    Value negative = graph.binary(BinaryFunction.EQUAL, target, graph.scalar(0));
    Value positive = graph.linear(negative, -1, 1);
    return new Decisions(
        graph,
        SampleWeights.times(graph, positive, weight),
        SampleWeights.times(graph, negative, weight),
        yes);
  }

  Value truePositives() {
    return sum(positive, yes);
  }

  Value falsePositives() {
    return sum(negative, yes);
  }

  Value trueNegatives() {
    return sum(negative, no());
  }

  Value falseNegatives() {
    return sum(positive, no());
  }

  private Value no() {
    return graph.linear(yes, -1, 1);
  }

  private Value sum(Value weights, Value which) {
    return graph.reduceAll(ReductionFunction.SUM, graph.times(weights, which));
  }

  /** {@code part / (part + other)}, or 0 where both are 0. */
  static double share(double part, double other) {
    return part + other == 0 ? 0 : part / (part + other);
  }
}
