package dev.lamina.ir;

import java.util.List;

/** The input gradient of {@link AveragePool2d}: {@code dy -> dx} of shape {@code input}. */
public record AveragePool2dGrad(Window window, Shape input) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 1, 1);
    Check.same(
        this, "the gradient", inputs.get(0).shape(), window.outputShape(input, input.dim(3)));
    return List.of(inputs.get(0).withShape(input));
  }
}
