package dev.lamina.benchmarks.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What contestants did for several callers at the same time, as cells of text. */
final class CallersTable {
  static final String TITLE =
      "Single images by several callers at the same time: of all together per second (median of the"
          + " turns), and a call's median and slowest";

  private CallersTable() {}

  /** Whether this was measured. */
  static boolean isIn(NetworkResults network) {
    return network.results().stream().anyMatch(result -> !result.callers().isEmpty());
  }

  /** The headings, and a row for each contestant that ran. */
  static List<List<String>> rows(NetworkResults network) {
    List<Integer> counts =
        network.results().stream()
            .flatMap(result -> result.callers().stream())
            .map(CallersFigure::callers)
            .distinct()
            .sorted()
            .toList();
    List<String> headings = new ArrayList<>(List.of(""));
    counts.forEach(
        count ->
            headings.addAll(
                List.of(
                    count == 1 ? "1 caller /s" : count + " callers /s",
                    "median ms",
                    "slowest ms")));
    List<List<String>> rows = new ArrayList<>(List.of(headings));
    for (Result result : network.results()) {
      if (result.missing() == null) {
        List<String> row = new ArrayList<>(List.of(result.contestant()));
        counts.forEach(count -> row.addAll(cells(result, count)));
        rows.add(row);
      }
    }
    return rows;
  }

  private static List<String> cells(Result result, int count) {
    Optional<CallersFigure> figure =
        result.callers().stream().filter(one -> one.callers() == count).findFirst();
    return figure
        .map(
            one ->
                List.of(
                    String.format(Locale.ROOT, "%,.0f", one.predictionsPerSecond()),
                    ResultTable.number(one.medianMs()),
                    ResultTable.number(one.slowestMs())))
        .orElse(List.of(ResultTable.NONE, ResultTable.NONE, ResultTable.NONE));
  }
}
