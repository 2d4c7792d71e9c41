package dev.lamina.ir;

import java.util.List;

/** The same numbers as another real element type, rounded to the nearest where it holds less. */
public record Cast(DType to) implements Op {
  public Cast {
    if (!to.isReal()) {
      throw new IllegalArgumentException("expected a real element type, received " + to);
    }
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 1, 1);
    Check.real(this, inputs.get(0));
    return List.of(new TensorType(to, inputs.get(0).shape()));
  }
}
