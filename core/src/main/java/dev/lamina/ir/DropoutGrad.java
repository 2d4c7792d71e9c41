package dev.lamina.ir;

import java.util.List;

/** The input gradient of {@link Dropout}: {@code (mask, dy) -> dx}. */
public record DropoutGrad(double rate) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 2, 2);
    Check.dtype(this, inputs.get(0), DType.WORKSPACE);
    Check.same(this, "the gradient", inputs.get(1).shape(), inputs.get(0).shape());
    return inputs.subList(1, 2);
  }
}
