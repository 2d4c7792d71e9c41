package dev.lamina.ir;

/** What the elements of a tensor mean. How they are stored is the engine's affair. */
public enum DType {
  /** A real number; class labels too, as exactly representable whole numbers. */
  FLOAT32,
  /**
   * A real number with the exponent of a float and 8 significant bits: what mixed precision
   * computes with. Sums inside an op are kept in more bits; its result is rounded once, to the
   * nearest, ties to even.
   */
  BFLOAT16,
  /** A counter, such as the number of the training step. */
  INT32,
  /**
   * What a forward op leaves for its own backward op (pooling's winners, dropout's mask). Its
   * content is the engine's; it is only passed on, never computed with.
   */
  WORKSPACE;

  /** Whether elements are real numbers, which ops compute with. */
  public boolean isReal() {
    return this == FLOAT32 || this == BFLOAT16;
  }
}
