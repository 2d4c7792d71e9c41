package dev.lamina.ir;

import java.util.List;

/**
 * The input gradient of {@link InnerProduct}: {@code (weights, dy) -> dx} of shape {@code input}.
 */
public record InnerProductInputGrad(Shape input) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 2, 2);
    Shape weights = inputs.get(0).shape();
    Check.same(this, "the gradient", inputs.get(1).shape(), Shape.of(input.dim(0), weights.dim(1)));
    Check.same(this, "the weights", weights, Shape.of(input.sizeFrom(1), weights.dim(1)));
    Check.sameDtype(this, inputs);
    return List.of(inputs.get(0).withShape(input));
  }
}
