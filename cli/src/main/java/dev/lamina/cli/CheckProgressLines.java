package dev.lamina.cli;

import dev.lamina.datasets.CheckProgress;
import java.io.PrintStream;

/** Prints a line for each tenth of the files that are checked, where there are many. */
final class CheckProgressLines implements CheckProgress {

  /** Fewer are checked in a moment. */
  private static final int MANY = 500;

  private final PrintStream err;

  CheckProgressLines(PrintStream err) {
    this.err = err;
  }

  @Override
  public void checked(int done, int total) {
    boolean isNextTenth = done * 10L / total > (done - 1) * 10L / total;
    if (total >= MANY && isNextTenth) {
      err.printf("checked %,d of %,d images%n", done, total);
    }
  }
}
