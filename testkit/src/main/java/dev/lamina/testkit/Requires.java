package dev.lamina.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;

/**
 * Skips tests that cannot run on this machine. Nothing else may: a test that judges by the code
 * under test whether it can run is dropped without a word when that code fails to see what is
 * there.
 *
 * <pre>{@code
 * Requires.thatHere(Files.isReadable(Path.of("/proc/self/smaps")), "not Linux");
 * }</pre>
 */
public final class Requires {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

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

  /**
   * Skips the test if the machine lacks something, and fails it if the code under test is wrong
   * about that.
   *
   * @param what the thing, as {@code AVX-512}
   * @param isThere whether the machine has it, as the system tells
   * @param isSeen whether the code under test says so
   */
  public static void seen(String what, boolean isThere, boolean isSeen) {
    if (isThere != isSeen) {
      throw new AssertionError(
          "this machine has %s%s, as the system tells, but the code under test says that it has%s"
              .formatted(isThere ? "" : "no ", what, isSeen ? "" : " not"));
    }
    thatHere(isThere, "no " + what);
  }

  /** What {@code /proc/cpuinfo} says that the processor can; empty where there is none. */
  public static Optional<Set<String>> processorFlags() {
    if (!Files.isReadable(CPU_INFO)) {
      return Optional.empty();
    }
    try {
      return Files.readAllLines(CPU_INFO).stream()
          .filter(line -> line.matches("(flags|Features)\\s*:.*"))
          .findFirst()
          .map(line -> Set.of(line.substring(line.indexOf(':') + 1).strip().split("\\s+")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
