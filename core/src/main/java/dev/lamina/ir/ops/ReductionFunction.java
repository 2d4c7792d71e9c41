package dev.lamina.ir.ops;

/** How {@link Reduction} joins elements. */
public enum ReductionFunction {
  SUM,
  MEAN,
  MAX
}
