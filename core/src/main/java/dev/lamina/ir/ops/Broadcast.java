package dev.lamina.ir.ops;

import dev.lamina.ShapeException;
import dev.lamina.ir.BatchSplit;
import dev.lamina.ir.MultiplyAdds;
import dev.lamina.ir.Reach;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import java.util.List;
import java.util.Optional;

/** Repeats the input along axes of size 1 and new leading axes: {@code x -> y} of {@code shape}. */
public record Broadcast(Shape shape) implements OpRecord {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 1, 1);
    Shape input = inputs.get(0).shape();
    if (input.rank() > shape.rank() || !Binary.broadcast(input, shape).equals(shape)) {
      throw new ShapeException("shape %s does not broadcast to %s".formatted(input, shape));
    }
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
    Shape input = inputs.get(0).shape();
    boolean isBatched =
        input.rank() > 0 && input.rank() == shape.rank() && input.dim(0) == shape.dim(0);
    return isBatched ? Optional.of(BatchSplit.PER_SAMPLE) : Optional.empty();
  }
}
