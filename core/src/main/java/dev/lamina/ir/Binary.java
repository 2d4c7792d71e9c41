package dev.lamina.ir;

import dev.lamina.ShapeException;
import java.util.List;

/** {@code (a, b) -> function(a, b)} with NumPy's broadcasting. */
public record Binary(BinaryFunction function) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 2, 2);
    Check.real(this, inputs.get(0));
    Check.sameDtype(this, inputs);
    Shape shape = broadcast(inputs.get(0).shape(), inputs.get(1).shape());
    return List.of(inputs.get(0).withShape(shape));
  }

  /** The shape both broadcast to: aligned at the last axis, 1 stretches. */
  public static Shape broadcast(Shape a, Shape b) {
    int rank = Math.max(a.rank(), b.rank());
    int[] dims = new int[rank];
    for (int i = 1; i <= rank; i++) {
      int left = i <= a.rank() ? a.dim(-i) : 1;
      int right = i <= b.rank() ? b.dim(-i) : 1;
      if (left != right && left != 1 && right != 1) {
        throw new ShapeException("shapes %s and %s do not broadcast together".formatted(a, b));
      }
      dims[rank - i] = Math.max(left, right);
    }
    return Shape.of(dims);
  }
}
