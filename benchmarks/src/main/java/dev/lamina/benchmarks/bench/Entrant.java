package dev.lamina.benchmarks.bench;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A contestant that may be started.
 *
 * @param command the process, to which network, batch size and threads are added
 * @param missing why it cannot be started; null if it can
 */
record Entrant(
    String name,
    boolean isBfloat16,
    List<String> command,
    Map<String, String> environment,
    @Nullable String missing) {
  Entrant {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  static Entrant of(String name, List<String> command) {
    return new Entrant(name, false, command, Map.of(), null);
  }

  static Entrant missing(String name, String why) {
    return new Entrant(name, false, List.of(), Map.of(), why);
  }
}
