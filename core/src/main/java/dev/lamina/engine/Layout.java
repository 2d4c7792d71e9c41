package dev.lamina.engine;

import dev.lamina.ir.TensorType;

/**
 * How an engine stores a tensor. Two layouts are equal when the same bytes mean the same tensor.
 * Implementations are immutable values of one engine; only that engine looks inside.
 */
public interface Layout {
  /** The logical tensor. */
  TensorType type();

  /** The bytes it takes, padding included. */
  long bytes();

  /** Whether the elements lie densely in row-major (NHWC, HWIO) order, as the host sees them. */
  boolean isPlain();
}
