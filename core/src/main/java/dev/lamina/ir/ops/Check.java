package dev.lamina.ir.ops;

import dev.lamina.ShapeException;
import dev.lamina.ir.DType;
import dev.lamina.ir.Op;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import java.util.List;

/** Shape checks shared by the ops. */
final class Check {
  private Check() {}

  static void count(Op op, List<TensorType> inputs, int least, int most) {
    if (inputs.size() < least || inputs.size() > most) {
      String expected = least == most ? "" + least : least + " to " + most;
      if (most == Integer.MAX_VALUE) {
        expected = "at least " + least;
      }
      throw new ShapeException(
          "%s takes %s inputs, received %d".formatted(name(op), expected, inputs.size()));
    }
  }

  static void rank(Op op, TensorType input, int rank) {
    if (input.shape().rank() != rank) {
      throw new ShapeException(
          "%s expects an input of rank %d, received shape %s (rank %d)"
              .formatted(name(op), rank, input.shape(), input.shape().rank()));
    }
  }

  static void same(Op op, String what, Shape received, Shape expected) {
    if (!received.equals(expected)) {
      throw new ShapeException(
          "%s: %s has shape %s, expected %s".formatted(name(op), what, received, expected));
    }
  }

  static void dtype(Op op, TensorType input, DType dtype) {
    if (input.dtype() != dtype) {
      throw new ShapeException("%s expects %s, received %s".formatted(name(op), dtype, input));
    }
  }

  static void real(Op op, TensorType input) {
    if (!input.dtype().isReal()) {
      throw new ShapeException("%s expects real numbers, received %s".formatted(name(op), input));
    }
  }

  /** All operands are of the first one's element type; {@link Cast} makes them so. */
  static void sameDtype(Op op, List<TensorType> inputs) {
    DType expected = inputs.get(0).dtype();
    for (TensorType input : inputs) {
      if (input.dtype() != expected) {
        throw new ShapeException(
            "%s expects operands of one element type, received %s; cast one of them"
                .formatted(name(op), inputs));
      }
    }
  }

  static String name(Op op) {
    return op.getClass().getSimpleName();
  }
}
