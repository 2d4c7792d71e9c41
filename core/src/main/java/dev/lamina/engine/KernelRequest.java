package dev.lamina.engine;

import dev.lamina.ir.Op;
import dev.lamina.ir.TensorType;
import java.util.BitSet;
import java.util.List;

/**
 * A question to an engine: how would you run this?
 *
 * @param op what is to be computed
 * @param inputs the operands, in the op's order
 * @param outputs the inferred types, in the op's order
 * @param used which outputs anything reads; a kernel need not compute the others (pooling without
 *     its workspace is inference)
 */
public record KernelRequest(Op op, List<Operand> inputs, List<TensorType> outputs, BitSet used) {
  public KernelRequest {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    used = (BitSet) used.clone();
  }

  @Override
  public BitSet used() {
    return (BitSet) used.clone();
  }

  public boolean isUsed(int output) {
    return used.get(output);
  }
}
