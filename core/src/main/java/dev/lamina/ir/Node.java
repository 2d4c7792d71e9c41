package dev.lamina.ir;

import java.util.List;

/** One application of an {@link Op}. */
public record Node(Op op, List<Value> inputs, List<Value> outputs) {
  public Node {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  public Value output() {
    return outputs.get(0);
  }
}
