package dev.lamina.benchmarks.bench;

import java.util.List;
import java.util.stream.Collectors;

/** A report as tables for the README. */
public final class MarkdownReport {
  private MarkdownReport() {}

  /** The tables, the machine and what the columns mean. */
  public static String of(Report report) {
    StringBuilder text = new StringBuilder();
    for (NetworkResults network : report.networks()) {
      text.append(
          "**%s**, batch %d%s%n%n"
              .formatted(network.network(), network.batchSize(), report.beside()));
      text.append(table(ResultTable.HEADINGS, ResultTable.rows(network, report.limits())));
      if (CallersTable.isIn(network)) {
        List<List<String>> rows = CallersTable.rows(network);
        text.append(CallersTable.TITLE).append("\n\n");
        text.append(table(rows.get(0), rows.subList(1, rows.size())));
      }
      List<String> inferenceOnly = ResultTable.inferenceOnly(network);
      if (!inferenceOnly.isEmpty()) {
        text.append("Inference only: ").append(String.join(", ", inferenceOnly)).append(".\n\n");
      }
      List<String> missing = ResultTable.missing(network);
      if (!missing.isEmpty()) {
        text.append("Missing: ").append(String.join("; ", missing)).append(".\n\n");
      }
    }
    text.append(TextReport.LEGEND.replace("\n", " ").strip()).append("\n\n");
    text.append(TextReport.machine(report).replace("\n", "; ")).append("; ");
    text.append(TextReport.limits(report.limits())).append(".\n");
    return text.toString().replace(System.lineSeparator(), "\n");
  }

  private static String table(List<String> headings, List<List<String>> rows) {
    StringBuilder text = new StringBuilder(line(headings));
    text.append("|---|").append("--:|".repeat(headings.size() - 1)).append('\n');
    rows.forEach(row -> text.append(line(row)));
    return text.append('\n').toString();
  }

  private static String line(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
  }
}
