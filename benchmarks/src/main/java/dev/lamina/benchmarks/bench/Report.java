package dev.lamina.benchmarks.bench;

import java.util.List;

/** Everything that one run of {@code lamina bench} has found. */
public record Report(
    String date,
    String command,
    Machine machine,
    int threads,
    int rounds,
    Limits limits,
    List<NetworkResults> networks) {

  /** Where it ran. */
  public record Machine(String cpu, int cores, long memoryBytes, String system, String java) {}
}
