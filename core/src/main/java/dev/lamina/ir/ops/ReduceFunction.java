package dev.lamina.ir.ops;

/** How {@link Reduce} joins elements. */
public enum ReduceFunction {
  SUM,
  MEAN,
  MAX
}
