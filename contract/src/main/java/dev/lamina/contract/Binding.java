package dev.lamina.contract;

/** What an {@link OpRunner} tells kernels about their operands, and where their results go. */
public enum Binding {
  /** Every operand is plain, and every result is reordered back to plain. */
  PLAIN,
  /** Operands are in the layout that the kernel before gave. */
  CHAINED,
  /** As CHAINED, and the kernel may choose the layout of what is fed. */
  FREE,
  /** As PLAIN, and results overwrite operands where the kernel allows it. */
  IN_PLACE
}
