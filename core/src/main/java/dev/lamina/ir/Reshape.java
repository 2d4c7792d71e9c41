package dev.lamina.ir;

import dev.lamina.ShapeException;
import java.util.List;

/** The same elements in the same (row-major) order under another shape. */
public record Reshape(Shape shape) implements Op {
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
}
