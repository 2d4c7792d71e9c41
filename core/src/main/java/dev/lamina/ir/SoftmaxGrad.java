package dev.lamina.ir;

import java.util.List;

/** The input gradient of {@link Softmax}: {@code (y, dy) -> dx}. */
public record SoftmaxGrad(boolean log) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 2, 2);
    Check.same(this, "the gradient", inputs.get(1).shape(), inputs.get(0).shape());
    Check.sameDtype(this, inputs);
    return inputs.subList(0, 1);
  }
}
