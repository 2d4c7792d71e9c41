package dev.lamina.ir;

import java.util.Arrays;
import java.util.List;

/**
 * The index of the largest element along the last axis, the first of equals and NaN before all
 * others ({@link Largest}): {@code x[...,C] -> y[...]}.
 */
public record ArgMax() implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 1, 1);
    Shape input = inputs.get(0).shape();
    return List.of(TensorType.of(Arrays.copyOf(input.toArray(), input.rank() - 1)));
  }
}
