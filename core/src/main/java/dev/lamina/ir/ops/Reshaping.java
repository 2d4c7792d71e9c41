package dev.lamina.ir.ops;

import dev.lamina.ShapeException;
import dev.lamina.ir.BatchSplit;
import dev.lamina.ir.MultiplyAdds;
import dev.lamina.ir.Reach;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import java.util.List;
import java.util.Optional;

/** The same elements in the same (row-major) order under another shape. */
public record Reshaping(Shape shape) implements OpRecord {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 1, 1);
    Shape input = inputs.get(0).shape();
    if (input.size() != shape.size()) {
      throw new ShapeException(
          "cannot reshape %s (%d elements) to %s (%d elements)"
              .formatted(input, input.size(), shape, shape.size()));
    }
    return List.of(new TensorType(inputs.get(0).dtype(), shape));
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
    Shape input = inputs.get(0).shape();
    boolean isBatched = input.rank() > 0 && shape.rank() > 0 && input.dim(0) == shape.dim(0);
    return isBatched ? Optional.of(BatchSplit.PER_SAMPLE) : Optional.empty();
  }
}
