package dev.lamina.execution;

/**
 * In which pieces samples are taken whose number is not that of a plan. A plan is made for one
 * number of samples, which takes a hundred times as long as running it; so there are plans for
 * powers of two only, and any number of samples is the sum of some of them. No piece is filled up
 * with samples that nobody asked for: nothing is computed in vain, and nothing strange can come of
 * what would be in them.
 */
final class PlanSizes {
  private PlanSizes() {}

  /**
   * The next piece of what is left: the largest power of two that is neither above {@code left} nor
   * above {@code most}.
   */
  static int next(int left, int most) {
    return Integer.highestOneBit(Math.min(left, most));
  }
}
