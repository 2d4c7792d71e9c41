package dev.lamina.ir;

import java.util.List;

/** {@code x -> e^x / sum(e^x)} over the last axis, or its logarithm where {@code log}. */
public record Softmax(boolean log) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 1, 1);
    return inputs;
  }
}
