package dev.lamina.contract;

import dev.lamina.ir.Op;
import dev.lamina.ir.TensorType;
import java.util.List;

/**
 * A kernel that took part in a case.
 *
 * <pre>{@code
 * kernel.description(); // for example "conv2d jit:avx2"
 * }</pre>
 *
 * @param op what it computes
 * @param inputs types and shapes of its operands
 * @param description what it runs, in the engine's words
 */
public record UsedKernel(Op op, List<TensorType> inputs, String description) {
  public UsedKernel {
    inputs = List.copyOf(inputs);
  }

  /** Op and operands in one line. */
  @Override
  public String toString() {
    return op + " on " + inputs;
  }
}
