package dev.lamina.benchmarks.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A report as a person reads it on a terminal. */
final class TextReport {
  private TextReport() {}

  static String of(Report report) {
    StringBuilder text = new StringBuilder();
    text.append(machine(report)).append('\n').append(limits(report.limits())).append('\n');
    for (NetworkResults network : report.networks()) {
      text.append('\n')
          .append(network.network())
          .append(", batch ")
          .append(network.batchSize())
          .append(report.beside())
          .append('\n');
      List<List<String>> rows = new ArrayList<>();
      rows.add(ResultTable.HEADINGS);
      rows.addAll(ResultTable.rows(network, report.limits()));
      text.append(aligned(rows));
      if (CallersTable.isIn(network)) {
        text.append('\n').append(CallersTable.TITLE).append('\n');
        text.append(aligned(CallersTable.rows(network)));
      }
      ResultTable.inferenceOnly(network)
          .forEach(name -> text.append("  inference only: ").append(name).append('\n'));
      ResultTable.missing(network)
          .forEach(line -> text.append("  missing: ").append(line).append('\n'));
    }
    text.append('\n').append(LEGEND);
    text.append("\nVersions and settings\n");
    for (NetworkResults network :
        report.networks().subList(0, Math.min(1, report.networks().size()))) {
      for (Result result : network.results()) {
        if (result.missing() == null) {
          text.append("  ").append(result.contestant()).append(": ");
          text.append(join(result)).append('\n');
        }
      }
    }
    return text.toString();
  }

  static final String LEGEND =
      """
      step: the whole training step, with data, dropout, optimizer, loss and accuracy; median, quartiles.
      times: as long as Lamina in float32. of limit: arithmetic at the machine's matmul peak of that type.
      batch and 1 image: inference, from an array to an array. first step: since the process was started.
      """;

  static String machine(Report report) {
    Report.Machine machine = report.machine();
    return "%s, %s, %d threads of %d cores, %d GB, %s, Java %s%n%s, %d rounds, contestants in turn%s"
        .formatted(
            report.date(),
            machine.cpu(),
            report.threads(),
            machine.cores(),
            Math.round(machine.memoryBytes() / 1e9),
            machine.system(),
            machine.java(),
            report.command(),
            report.rounds(),
            report.busyProcesses() == 0
                ? ""
                : report.beside() + ": figures of a busy machine, not of an idle one")
        .replace(System.lineSeparator(), "\n");
  }

  static String limits(Limits limits) {
    return "peak "
        + rate(limits.f32Flops(), 1e9, "GFLOP/s in float32")
        + ", "
        + rate(limits.bf16Flops(), 1e9, "in bfloat16")
        + ", memory "
        + rate(limits.memoryBytesPerSecond(), 1e9, "GB/s");
  }

  private static String rate(@Nullable Double value, double unit, String name) {
    return value == null
        ? "unknown " + name
        : String.format(Locale.ROOT, "%.0f %s", value / unit, name);
  }

  private static String join(Result result) {
    List<String> parts = new ArrayList<>();
    result.versions().forEach((key, value) -> parts.add(key + " " + value));
    result.settings().forEach((key, value) -> parts.add(key + ": " + value));
    return String.join("; ", parts);
  }

  /** Left-aligned first column, the others right-aligned. */
  static String aligned(List<List<String>> rows) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder("  ");
      for (int i = 0; i < columns; i++) {
        String pad = " ".repeat(widths[i] - row.get(i).length());
        line.append(i == 0 ? row.get(i) + pad : "  " + pad + row.get(i));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
