package dev.lamina.autodiff;

import dev.lamina.ir.Node;
import dev.lamina.ir.Op;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the gradient passes through one kind of op. */
@FunctionalInterface
interface GradientRule<O extends Op> {
  /**
   * Adds the backward ops.
   *
   * @return the gradients of {@code node}'s inputs, in order; null where none is wanted or none
   *     passes
   */
  List<@Nullable Value> apply(O op, Backward backward);

  /**
   * What a rule works with.
   *
   * @param wanted the inputs whose gradients are needed
   */
  record Backward(
      GraphBuilder graph, Node node, List<@Nullable Value> outputGradients, BitSet wanted) {
    Value input(int index) {
      return node.inputs().get(index);
    }

    Value output() {
      return node.output();
    }

    /** The gradient of the first output, which is the only one that passes any. */
    Value dy() {
      Value gradient = outputGradients.get(0);
      if (gradient == null) {
        throw new IllegalStateException("no gradient reaches " + node.output());
      }
      return gradient;
    }

    boolean wants(int input) {
      return wanted.get(input);
    }
  }
}
