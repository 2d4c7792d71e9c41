package dev.lamina.benchmarks.bench;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The number after {@code --busy}; without one, a process for each core. */
final class BusyCount implements ITypeConverter<Integer> {
  /** What picocli puts in place of a number that was not given. */
  static final String EACH_CORE = "cores";

  @Override
  public Integer convert(String text) {
    if (text.equals(EACH_CORE)) {
      return Runtime.getRuntime().availableProcessors();
    }
    if (!text.matches("[1-9][0-9]{0,2}")) {
      throw new TypeConversionException(
          "received %s, expected a number of processes from 1 to 999, or none for one per core"
              .formatted(text));
    }
    return Integer.parseInt(text);
  }
}
