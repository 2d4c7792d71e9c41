package dev.lamina.benchmarks.protocol;

import java.util.List;

/** The arguments with which each contestant is started. */
public record ContestantOptions(String network, int batchSize, int threads) {

  /**
   * Reads {@code --network NAME --batch-size N --threads N}.
   *
   * @throws IllegalArgumentException saying what was expected
   */
  public static ContestantOptions parse(List<String> arguments) {
    return new ContestantOptions(
        value("--network", arguments),
        Integer.parseInt(value("--batch-size", arguments)),
        Integer.parseInt(value("--threads", arguments)));
  }

  private static String value(String name, List<String> arguments) {
    int at = arguments.indexOf(name);
    if (at < 0 || at + 1 >= arguments.size()) {
      throw new IllegalArgumentException(
          "expected --network NAME --batch-size N --threads N, received "
              + String.join(" ", arguments));
    }
    return arguments.get(at + 1);
  }
}
