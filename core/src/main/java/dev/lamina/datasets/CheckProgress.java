package dev.lamina.datasets;

/**
 * Is told how far a check of many files has come.
 *
 * <pre>{@code
 * CheckProgress progress = (done, total) -> System.err.print("\r" + done + " of " + total);
 * }</pre>
 */
@FunctionalInterface
public interface CheckProgress {

  /**
   * Called after each file, by one thread at a time.
   *
   * @param done how many files have been checked
   * @param total how many there are
   */
  void checked(int done, int total);
}
