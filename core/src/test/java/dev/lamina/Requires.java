package dev.lamina;

import org.junit.jupiter.api.Assumptions;

/** Skips tests that cannot run on this machine, as the testkit's class of this name does. */
public final class Requires {
  private Requires() {}

  /**
   * Skips the test that calls this, unless the condition holds.
   *
   * @param condition about the machine or its user, as the system tells it
   * @param reason why the test is skipped, for the list of skipped tests
   */
  public static void thatHere(boolean condition, String reason) {
    Assumptions.assumeTrue(condition, reason);
  }
}
