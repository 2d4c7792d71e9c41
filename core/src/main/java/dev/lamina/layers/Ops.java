package dev.lamina.layers;

import dev.lamina.layers.Operation.Function;
import java.util.List;

/**
 * Arithmetic on the tensors of a model that is being built, as Keras's {@code keras.ops}. Each call
 * adds an {@link Operation} to the model.
 *
 * <pre>{@code
 * SymbolicTensor distance = Ops.abs(left.minus(right));
 * SymbolicTensor both = Ops.concatenate(left, right);
 * }</pre>
 */
public final class Ops {
  private Ops() {}

  private static SymbolicTensor unary(Function function, SymbolicTensor x) {
    return Operation.of(function).apply(x);
  }

  /** {@code |x|}. */
  public static SymbolicTensor abs(SymbolicTensor x) {
    return unary(Function.ABSOLUTE, x);
  }

  /** {@code x x}. */
  public static SymbolicTensor square(SymbolicTensor x) {
    return unary(Function.SQUARE, x);
  }

  /** The square root. */
  public static SymbolicTensor sqrt(SymbolicTensor x) {
    return unary(Function.SQRT, x);
  }

  /** {@code e^x}. */
  public static SymbolicTensor exp(SymbolicTensor x) {
    return unary(Function.EXP, x);
  }

  /** The natural logarithm. */
  public static SymbolicTensor log(SymbolicTensor x) {
    return unary(Function.LOG, x);
  }

  /** {@code max(x, 0)}. */
  public static SymbolicTensor relu(SymbolicTensor x) {
    return unary(Function.RELU, x);
  }

  /** {@code min(max(x, 0), 6)}. */
  public static SymbolicTensor relu6(SymbolicTensor x) {
    return unary(Function.RELU6, x);
  }

  /** {@code 1 / (1 + e^-x)}. */
  public static SymbolicTensor sigmoid(SymbolicTensor x) {
    return unary(Function.SIGMOID, x);
  }

  /** The hyperbolic tangent. */
  public static SymbolicTensor tanh(SymbolicTensor x) {
    return unary(Function.TANH, x);
  }

  /** The larger of two, number by number. */
  public static SymbolicTensor maximum(SymbolicTensor a, SymbolicTensor b) {
    return Operation.of(Function.MAXIMUM).apply(a, b);
  }

  /** The smaller of two, number by number. */
  public static SymbolicTensor minimum(SymbolicTensor a, SymbolicTensor b) {
    return Operation.of(Function.MINIMUM).apply(a, b);
  }

  /** Tensors side by side along the last axis. */
  public static SymbolicTensor concatenate(SymbolicTensor... tensors) {
    return concatenate(List.of(tensors), -1);
  }

  /** Tensors one behind another along an axis, counted with the batch; -1 is the last. */
  public static SymbolicTensor concatenate(List<SymbolicTensor> tensors, int axis) {
    return Operation.concatenate(axis).apply(tensors);
  }

  /**
   * The same numbers in another shape.
   *
   * @param sample the shape of one sample; one dimension may be -1
   */
  public static SymbolicTensor reshape(SymbolicTensor x, int... sample) {
    return Operation.reshape(sample).apply(x);
  }
}
