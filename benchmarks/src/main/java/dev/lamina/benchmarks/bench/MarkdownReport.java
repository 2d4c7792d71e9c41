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
      text.append("**%s**, batch %d%n%n".formatted(network.network(), network.batchSize()));
      text.append(line(ResultTable.HEADINGS));
      text.append("|---|").append("--:|".repeat(ResultTable.HEADINGS.size() - 1)).append('\n');
      ResultTable.rows(network, report.limits()).forEach(row -> text.append(line(row)));
      text.append('\n');
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

  private static String line(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
  }
}
