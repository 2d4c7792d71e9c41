package dev.lamina.benchmarks.protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the system knows of this process; of Linux's {@code /proc}. */
public final class ProcessFacts {
  private static final Path STAT = Path.of("/proc/self/stat");
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path UPTIME = Path.of("/proc/uptime");

  /** Of times in {@code /proc}; the same on all of Linux's architectures that Java runs on. */
  private static final double TICKS_PER_SECOND = 100;

  private ProcessFacts() {}

  /** Seconds since the process was started, to 10 ms; null where the system does not tell. */
  public static @Nullable Double secondsSinceStart() {
    try {
      double now = Double.parseDouble(Files.readString(UPTIME).split(" ", -1)[0]);
      String stat = Files.readString(STAT);
      // The fields after the program's name, which may itself hold blanks; 22nd of all.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return now - Long.parseLong(fields[19]) / TICKS_PER_SECOND;
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  /** The most main memory that the process has held so far; null where the system does not tell. */
  public static @Nullable Long peakResidentBytes() {
    try {
      List<String> lines = Files.readAllLines(STATUS);
      for (String line : lines) {
        if (line.startsWith("VmHWM:")) {
          return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
    } catch (IOException | RuntimeException e) {
      // Not on this system.
    }
    return null;
  }
}
