package dev.lamina.activations;

import dev.lamina.ShapeException;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.BinaryFunction;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.ReductionFunction;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Activations that take several ops. Where Keras chooses between two formulas, both are computed
 * here, and each is kept finite where the other is chosen.
 */
final class Formulas {
  private Formulas() {}

  /** A constant of {@code x}'s element type. */
  static Value constant(GraphBuilder graph, Value x, double value) {
    return graph.cast(graph.scalar(value), x.type().dtype());
  }

  /** 1 where {@code x > limit}, else 0. */
  private static Value above(GraphBuilder graph, Value x, double limit) {
    return graph.binary(BinaryFunction.GREATER, x, constant(graph, x, limit));
  }

  private static Value not(GraphBuilder graph, Value x) {
    return graph.linear(x, -1, 1);
  }

  static Value celu(GraphBuilder graph, Value x, double alpha) {
    Unary elu = Unary.of(UnaryFunction.ELU, 1, 0);
    if (alpha == 1) {
      return graph.add(elu, x);
    }
    Value negative = graph.add(Unary.of(UnaryFunction.CLIP, -Float.MAX_VALUE, 0), x);
    Value curve = graph.linear(graph.add(elu, graph.linear(negative, 1 / alpha, 0)), alpha, 0);
    return graph.plus(graph.unary(UnaryFunction.RELU, x), curve);
  }

  static Value glu(GraphBuilder graph, Value x) {
    Shape shape = x.shape();
    int channels = shape.dim(-1);
    if (shape.rank() < 2 || channels % 2 != 0) {
      throw new ShapeException(
          "glu splits the last axis into two halves, but received %s; give it an even number of channels"
              .formatted(shape));
    }
    Shape half = shape.with(-1, channels / 2);
    List<Integer> begin = new ArrayList<>(Collections.nCopies(shape.rank(), 0));
    Value values = graph.slice(x, begin, half);
    begin.set(shape.rank() - 1, channels / 2);
    Value gates = graph.unary(UnaryFunction.SIGMOID, graph.slice(x, begin, half));
    return graph.times(values, gates);
  }

  static Value hardShrink(GraphBuilder graph, Value x, double threshold) {
    return graph.times(x, above(graph, graph.unary(UnaryFunction.ABS, x), threshold));
  }

  static Value softShrink(GraphBuilder graph, Value x, double threshold) {
    Value above = graph.unary(UnaryFunction.RELU, graph.linear(x, 1, -threshold));
    Value below = graph.unary(UnaryFunction.RELU, graph.linear(x, -1, -threshold));
    return graph.minus(above, below);
  }

  static Value logSigmoid(GraphBuilder graph, Value x) {
    Value softplus = graph.unary(UnaryFunction.SOFTPLUS, graph.linear(x, -1, 0));
    return graph.linear(softplus, -1, 0);
  }

  static Value sparsePlus(GraphBuilder graph, Value x) {
    Value isLine = graph.binary(BinaryFunction.GREATER_EQUAL, x, constant(graph, x, 1));
    Value line = graph.times(graph.unary(UnaryFunction.RELU, x), isLine);
    Value shifted = graph.linear(graph.add(Unary.of(UnaryFunction.CLIP, -1, 1), x), 1, 1);
    Value curve = graph.linear(graph.unary(UnaryFunction.SQUARE, shifted), 0.25, 0);
    return graph.plus(line, graph.times(curve, not(graph, isLine)));
  }

  static Value squareplus(GraphBuilder graph, Value x, double b) {
    Value square = graph.linear(graph.unary(UnaryFunction.SQUARE, x), 1, b);
    return graph.linear(graph.plus(x, graph.unary(UnaryFunction.SQRT, square)), 0.5, 0);
  }

  static Value threshold(GraphBuilder graph, Value x, double threshold, double otherwise) {
    Value isAbove = above(graph, x, threshold);
    // What is below is cut off, so that minus infinity times 0 is not NaN.
    Value kept = graph.binary(BinaryFunction.MAXIMUM, x, constant(graph, x, threshold));
    return graph.plus(graph.times(kept, isAbove), graph.linear(not(graph, isAbove), otherwise, 0));
  }

  /**
   * {@code max(z - tau, 0)} over the last axis. With c(i) the sum of z(i) and all that come before
   * it in descending order, n(i) of them, i is of the support where {@code 1 + n z > c}. Keras 3.15
   * takes for tau the sum of c over the support, less 1, over the support's size; Martins et al.
   * take c of the support's last only. Both are equal where the support has one element.
   */
  static Value sparsemax(GraphBuilder graph, Value x) {
    int classes = x.shape().dim(-1);
    int rows = x.shape().size() / classes;
    Shape square = Shape.of(rows, classes, classes);
    Value own = graph.reshape(x, Shape.of(rows, classes, 1));
    Value others = graph.reshape(x, Shape.of(rows, 1, classes));
    Value index = upTo(graph, x, classes);
    Value earlier =
        graph.binary(
            BinaryFunction.GREATER_EQUAL, graph.reshape(index, Shape.of(1, classes, 1)), index);
    Value equal = graph.times(graph.binary(BinaryFunction.EQUAL, own, others), earlier);
    Value before = graph.plus(graph.binary(BinaryFunction.GREATER, others, own), equal);
    Value rank = sumLast(graph, before);
    Value sum = sumLast(graph, graph.times(graph.broadcast(others, square), before));
    Value z = graph.reshape(x, Shape.of(rows, classes));
    Value line = graph.linear(graph.times(rank, z), 1, 1);
    Value support = graph.binary(BinaryFunction.GREATER, line, sum);
    Value sums = graph.linear(sumLast(graph, graph.times(sum, support)), 1, -1);
    Value tau = graph.divide(sums, sumLast(graph, support));
    Value y = graph.minus(z, graph.reshape(tau, Shape.of(rows, 1)));
    return graph.reshape(graph.unary(UnaryFunction.RELU, y), x.shape());
  }

  private static Value sumLast(GraphBuilder graph, Value x) {
    return graph.reduce(ReductionFunction.SUM, x, List.of(x.shape().rank() - 1), false);
  }

  /** The vector {@code 0, 1, ..., size - 1} of {@code x}'s element type. */
  private static Value upTo(GraphBuilder graph, Value x, int size) {
    Value counted = graph.fill(Shape.of(1), 0);
    for (int length = 1; length < size; length *= 2) {
      counted = graph.concatenate(0, List.of(counted, graph.linear(counted, 1, length)));
    }
    return graph.cast(graph.slice(counted, List.of(0), Shape.of(size)), x.type().dtype());
  }
}
