package dev.lamina.losses;

import dev.lamina.ir.Node;
import dev.lamina.ir.Op;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.BinaryFunction;
import dev.lamina.ir.ops.ChannelSoftmax;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Predictions as logarithms of probabilities. The logarithm of a softmax or sigmoid loses its
 * digits where the probability is near 0 or 1; so, as Keras does on TensorFlow, predictions that
 * come straight from one are taken back to its input. Others are kept {@value #EPSILON} away from 0
 * and 1.
 */
final class Probabilities {
  static final double EPSILON = 1e-7;

  private Probabilities() {}

  /** What softmax was applied to, or the prediction if those are logits; else null. */
  static @Nullable Value softmaxLogits(
      GraphBuilder graph, Value prediction, boolean fromLogits, int axis) {
    if (!ClassAxis.isLast(axis, prediction.shape().rank())) {
      return fromLogits ? prediction : null;
    }
    return logits(graph, prediction, fromLogits, op -> op instanceof ChannelSoftmax s && !s.log());
  }

  /** What sigmoid was applied to, or the prediction if those are logits; else null. */
  static @Nullable Value sigmoidLogits(GraphBuilder graph, Value prediction, boolean fromLogits) {
    return logits(
        graph,
        prediction,
        fromLogits,
        op -> op instanceof Unary u && u.function() == UnaryFunction.SIGMOID);
  }

  private static @Nullable Value logits(
      GraphBuilder graph,
      Value prediction,
      boolean fromLogits,
      Predicate<Op> producesProbabilities) {
    Node producer = graph.producer(prediction);
    if (producer != null && producesProbabilities.test(producer.op())) {
      return producer.inputs().get(0);
    }
    return fromLogits ? prediction : null;
  }

  static Value clip(GraphBuilder graph, Value probabilities) {
    return graph.add(Unary.of(UnaryFunction.CLIP, EPSILON, 1 - EPSILON), probabilities);
  }

  /** {@code x}, or {@value #EPSILON} where it is below. */
  static Value atLeastEpsilon(GraphBuilder graph, Value x) {
    return graph.binary(BinaryFunction.MAXIMUM, x, graph.scalar(EPSILON));
  }

  /** Divided by the sum along the last axis. */
  static Value scaled(GraphBuilder graph, Value probabilities) {
    Value sum = PerSample.sumLast(graph, probabilities);
    return graph.divide(probabilities, graph.reshape(sum, probabilities.shape().with(-1, 1)));
  }

  static Value log(GraphBuilder graph, Value x) {
    return graph.unary(UnaryFunction.LOG, x);
  }

  static Value logSoftmax(GraphBuilder graph, Value logits) {
    return graph.add(new ChannelSoftmax(true), logits);
  }
}
