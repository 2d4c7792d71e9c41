package dev.lamina.contract;

import java.util.List;

/**
 * What came of one case.
 *
 * <pre>{@code
 * Verdict verdict = new Examiner(engine, reference).examine(OpCases.of(OpFamily.CONVOLUTION, 7));
 * if (verdict.isWrong()) {
 *   System.out.println(verdict); // the case, and what is wrong
 * }
 * }</pre>
 *
 * @param opCase what was run
 * @param kernels the engine's kernels that took part
 * @param problems where the engine differs from the reference, or how it failed; empty where all is
 *     right
 */
public record Verdict(OpCase opCase, List<UsedKernel> kernels, List<String> problems) {
  public Verdict {
    kernels = List.copyOf(kernels);
    problems = List.copyOf(problems);
  }

  /** Whether the engine differs from the reference, does not support the ops, or fails. */
  public boolean isWrong() {
    return !problems.isEmpty();
  }

  @Override
  public String toString() {
    return opCase + String.join(System.lineSeparator(), problems);
  }
}
