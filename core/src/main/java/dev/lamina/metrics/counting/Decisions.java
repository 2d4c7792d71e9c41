package dev.lamina.metrics.counting;

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
public record Decisions(GraphBuilder graph, Value positive, Value negative, Value yes) {
  public static final String TRUE_POSITIVES = "true_positives";
  public static final String FALSE_POSITIVES = "false_positives";
  public static final String TRUE_NEGATIVES = "true_negatives";
  public static final String FALSE_NEGATIVES = "false_negatives";

  /**
   * Answers of the target's shape.
   *
   * @param target yes wherever it is not 0
   */
  public static Decisions of(GraphBuilder graph, Value target, Value yes, @Nullable Value weight) {
    Value negative = graph.binary(BinaryFunction.EQUAL, target, graph.scalar(0));
    Value positive = graph.linear(negative, -1, 1);
    return new Decisions(
        graph,
        SampleWeights.times(graph, positive, weight),
        SampleWeights.times(graph, negative, weight),
        yes);
  }

  public Value truePositives() {
    return sum(positive, yes);
  }

  public Value falsePositives() {
    return sum(negative, yes);
  }

  public Value trueNegatives() {
    return sum(negative, no());
  }

  public Value falseNegatives() {
    return sum(positive, no());
  }

  private Value no() {
    return graph.linear(yes, -1, 1);
  }

  private Value sum(Value weights, Value which) {
    return graph.reduceAll(ReductionFunction.SUM, graph.times(weights, which));
  }

  /** {@code part / (part + other)}, or 0 where both are 0. */
  public static double share(double part, double other) {
    return part + other == 0 ? 0 : part / (part + other);
  }
}
