package dev.lamina.ir.ops;

import dev.lamina.ShapeException;
import dev.lamina.ir.BatchSplit;
import dev.lamina.ir.MultiplyAdds;
import dev.lamina.ir.Reach;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import java.util.List;
import java.util.Optional;

/**
 * Puts any number of tensors behind one another along {@code axis}, counted from 0: {@code (a, b,
 * ...) -> y}. Their other dimensions are equal.
 */
public record Concatenation(int axis) implements OpRecord {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 1, Integer.MAX_VALUE);
    Check.real(this, inputs.get(0));
    Check.sameDtype(this, inputs);
    Shape first = inputs.get(0).shape();
    if (axis < 0 || axis >= first.rank()) {
      throw new ShapeException(
          "cannot concatenate along axis %d, as the inputs have shapes %s"
              .formatted(axis, shapes(inputs)));
    }
    long size = 0;
    for (TensorType input : inputs) {
      Shape shape = input.shape();
      if (shape.rank() != first.rank() || !shape.with(axis, 1).equals(first.with(axis, 1))) {
        throw new ShapeException(
            "cannot concatenate shapes %s along axis %d; expected shapes that are equal along all other axes"
                .formatted(shapes(inputs), axis));
      }
      size += shape.dim(axis);
    }
    return List.of(inputs.get(0).withShape(first.with(axis, Math.toIntExact(size))));
  }

  private static List<Shape> shapes(List<TensorType> inputs) {
    return inputs.stream().map(TensorType::shape).toList();
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
    return axis == 0 ? Optional.empty() : Optional.of(BatchSplit.PER_SAMPLE);
  }
}
