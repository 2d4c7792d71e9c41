package dev.lamina.ir.ops;

import dev.lamina.ShapeException;
import dev.lamina.ir.BatchSplit;
import dev.lamina.ir.MultiplyAdds;
import dev.lamina.ir.Reach;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code (a, b) -> function(a, b)} with NumPy's broadcasting. */
public record Binary(BinaryFunction function) implements OpRecord {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 2, 2);
    Check.real(this, inputs.get(0));
    Check.sameDtype(this, inputs);
    Shape shape = broadcast(inputs.get(0).shape(), inputs.get(1).shape());
    return List.of(inputs.get(0).withShape(shape));
  }

  @Override
  public Reach reach(List<TensorType> inputs) {
    return Reach.element();
  }

  @Override
  public Optional<MultiplyAdds> multiplyAdds(List<TensorType> inputs) {
    return Optional.empty();
  }

  @Override
  public Optional<BatchSplit> batchSplit(List<TensorType> inputs) {
    Shape a = inputs.get(0).shape();
    Shape b = inputs.get(1).shape();
    Shape y = broadcast(a, b);
    if (y.rank() == 0) {
      return Optional.empty();
    }
    Set<Integer> shared = new HashSet<>();
    for (int i = 0; i < 2; i++) {
      Shape operand = inputs.get(i).shape();
      if (operand.rank() < y.rank() || operand.dim(0) != y.dim(0)) {
        shared.add(i);
      }
    }
    return Optional.of(new BatchSplit(shared, false));
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
