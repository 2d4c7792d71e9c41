package dev.lamina.engine.onednn.primitives;

/** What a primitive does to each element of its result before it is stored. */
public sealed interface PostOp {
  /** {@code y -> f(y)}. */
  record Elementwise(int algorithm, float alpha, float beta) implements PostOp {}

  /** {@code y -> f(y, operand)}, broadcast; the operand is an argument of the primitive. */
  record Binary(int algorithm, Descriptor operand) implements PostOp {}

  /** {@code y -> y + scale * (what the destination held before)}. */
  record Sum(float scale) implements PostOp {}
}
