package dev.lamina.ir;

/** How {@link Reduce} joins elements. */
public enum ReduceFunction {
  SUM,
  MEAN,
  MAX
}
