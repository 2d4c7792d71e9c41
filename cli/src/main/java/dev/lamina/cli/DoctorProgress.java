package dev.lamina.cli;

import java.io.PrintStream;

/** How far the doctor is: one line that is redrawn, or a line every ten seconds. */
final class DoctorProgress {
  private static final int WIDTH = 40;
  private static final int SECONDS_BETWEEN_LINES = 10;

  private final PrintStream err;
  private final boolean redraws;
  private final int seconds;
  private int shown;

  /**
   * A bar at its beginning.
   *
   * @param redraws whether there is a terminal
   * @param seconds how long all will take
   */
  DoctorProgress(PrintStream err, boolean redraws, int seconds) {
    this.err = err;
    this.redraws = redraws;
    this.seconds = seconds;
    shown = redraws ? -1 : 0;
  }

  /** Draws it anew where it has moved. */
  void show(double share) {
    int second = (int) (share * seconds);
    if (redraws) {
      int done = (int) (share * WIDTH);
      if (second != shown) {
        shown = second;
        String bar = "=".repeat(done) + " ".repeat(WIDTH - done);
        err.printf("\rchecking [%s] %d/%d s", bar, second, seconds);
        err.flush();
      }
    } else if (second - shown >= SECONDS_BETWEEN_LINES) {
      shown = second;
      err.printf("checking      %d of %d s%n", second, seconds);
    }
  }

  /** Takes the bar away. */
  void end() {
    if (redraws) {
      err.print("\r" + " ".repeat(WIDTH + 30) + "\r");
      err.flush();
    }
  }
}
