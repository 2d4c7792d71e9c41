package dev.lamina.benchmarks.bench;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one contestant did with one network: figures, or why there are none.
 *
 * @param missing why it did not run, or not to the end; null if it did
 * @param firstStepSeconds from the start of its process to the end of its first training step;
 *     null, as is {@code training}, of one that infers only
 * @param callers by the number of callers, ascending; empty where that was not measured
 */
public record Result(
    String contestant,
    boolean isBfloat16,
    @Nullable String missing,
    Map<String, String> versions,
    Map<String, String> settings,
    @Nullable Double firstStepSeconds,
    @Nullable Long peakResidentBytes,
    @Nullable Figure training,
    @Nullable Figure inference,
    @Nullable Figure singleImage,
    List<CallersFigure> callers) {

  public Result {
    callers = callers == null ? List.of() : List.copyOf(callers); // null in files from before
  }

  static Result missing(Entrant entrant, String why) {
    return new Result(
        entrant.name(),
        entrant.isBfloat16(),
        why,
        Map.of(),
        Map.of(),
        null,
        null,
        null,
        null,
        null,
        List.of());
  }
}
