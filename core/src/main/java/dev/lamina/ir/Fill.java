package dev.lamina.ir;

import java.util.List;

/** A constant tensor whose elements all are {@code value}. */
public record Fill(Shape shape, double value) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 0, 0);
    return List.of(TensorType.of(shape));
  }
}
