package dev.lamina.benchmarks.bench;

import java.util.List;

/**
 * Everything that one run of {@code lamina bench} has found.
 *
 * @param busyProcesses how many processes computed beside each turn; 0 if the machine was left to
 *     the contestants
 */
public record Report(
    String date,
    String command,
    Machine machine,
    int threads,
    int rounds,
    int busyProcesses,
    Limits limits,
    List<NetworkResults> networks) {

  /** What a heading adds to the name of a network; empty where nothing ran beside it. */
  String beside() {
    return switch (busyProcesses) {
      case 0 -> "";
      case 1 -> ", beside a busy process";
      default -> ", beside %d busy processes".formatted(busyProcesses);
    };
  }

  /** Where it ran. */
  public record Machine(String cpu, int cores, long memoryBytes, String system, String java) {}
}
