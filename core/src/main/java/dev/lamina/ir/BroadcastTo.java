package dev.lamina.ir;

import dev.lamina.ShapeException;
import java.util.List;

/** Repeats the input along axes of size 1 and new leading axes: {@code x -> y} of {@code shape}. */
public record BroadcastTo(Shape shape) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 1, 1);
    Shape input = inputs.get(0).shape();
    if (input.rank() > shape.rank() || !Binary.broadcast(input, shape).equals(shape)) {
      throw new ShapeException("shape %s does not broadcast to %s".formatted(input, shape));
    }
    return List.of(inputs.get(0).withShape(shape));
  }
}
