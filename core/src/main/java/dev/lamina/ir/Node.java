package dev.lamina.ir;

import java.util.List;
import java.util.Optional;

/** One application of an {@link Op}. */
public record Node(Op op, List<Value> inputs, List<Value> outputs) {
  public Node {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  public Value output() {
    return outputs.get(0);
  }

  /** The operands' types, in order. */
  public List<TensorType> inputTypes() {
    return inputs.stream().map(Value::type).toList();
  }

  /** What the op says of its operands here: see {@link Op#reach}. */
  public Reach reach() {
    return op.reach(inputTypes());
  }

  /** What the op says of its operands here: see {@link Op#multiplyAdds}. */
  public Optional<MultiplyAdds> multiplyAdds() {
    return op.multiplyAdds(inputTypes());
  }
}
