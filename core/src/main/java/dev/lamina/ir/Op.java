package dev.lamina.ir;

import java.util.List;
import java.util.Optional;

/**
 * What a {@link Node} computes: a record of typed attributes that knows the types of its outputs.
 * Ops are as coarse as the kernels that run them. Each has one gradient rule and one kernel per
 * engine; the reference engine's kernel defines its numbers. What can be said of an op without
 * running it, the op says itself.
 *
 * <p>All methods take the operands' types, as {@link #infer} does, of operands that fit.
 */
public interface Op {

  /**
   * The types of the outputs, in order.
   *
   * @throws dev.lamina.ShapeException if the inputs do not fit this op or one another
   */
  List<TensorType> infer(List<TensorType> inputs);

  /** Which numbers of its operands a number of the first output depends on. */
  Reach reach(List<TensorType> inputs);

  /**
   * The multiply-adds that a run takes; empty for ops that only compare, look up, move, add, or
   * multiply without adding.
   */
  Optional<MultiplyAdds> multiplyAdds(List<TensorType> inputs);

  /**
   * How the work divides along the batch; empty where a result needs all samples at once, and where
   * no operand has a batch axis, as in a step of an optimizer.
   */
  Optional<BatchSplit> batchSplit(List<TensorType> inputs);
}
