package dev.lamina.cli;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The machine this runs on.
 *
 * @param cpu the processor's name, or its architecture where the system does not tell
 * @param cores logical processors available to this process
 * @param memoryBytes main memory, as far as this process may use it
 */
record Machine(String cpu, int cores, long memoryBytes, String operatingSystem) {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  static Machine current() {
    long memory = 0;
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      memory = system.getTotalMemorySize();
    }
    return new Machine(
        cpuName().orElse(System.getProperty("os.arch")),
        Runtime.getRuntime().availableProcessors(),
        memory,
        Versions.operatingSystem());
  }

  private static Optional<String> cpuName() {
    if (Files.isReadable(CPU_INFO)) {
      try (Stream<String> lines = Files.lines(CPU_INFO)) {
        return lines
            .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst();
      } catch (IOException | RuntimeException e) {
        return Optional.empty();
      }
    }
    return Optional.ofNullable(System.getenv("PROCESSOR_IDENTIFIER")); // Windows
  }
}
