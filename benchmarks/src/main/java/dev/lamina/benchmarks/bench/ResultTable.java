package dev.lamina.benchmarks.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The figures of one network as cells of text, for the terminal and for Markdown. */
final class ResultTable {
  static final List<String> HEADINGS =
      List.of(
          "",
          "step ms",
          "quartiles",
          "img/s",
          "times",
          "of limit",
          "batch ms",
          "times",
          "1 image ms",
          "first step s",
          "peak MB");

  /** The cell of what a contestant does not do. */
  static final String NONE = "-";

  private ResultTable() {}

  /** A row for each contestant that ran. */
  static List<List<String>> rows(NetworkResults network, Limits limits) {
    Result lamina = find(network, Entrants.LAMINA);
    List<List<String>> rows = new ArrayList<>();
    for (Result result : network.results()) {
      if (result.missing() == null) {
        rows.add(row(result, lamina, network, limits));
      }
    }
    return rows;
  }

  private static List<String> row(
      Result result, @Nullable Result lamina, NetworkResults network, Limits limits) {
    Figure training = result.training();
    Figure inference = result.inference();
    Figure single = result.singleImage();
    Long peak = result.peakResidentBytes();
    List<String> cells = new ArrayList<>();
    cells.add(result.contestant());
    cells.add(milliseconds(training));
    cells.add(
        training == null
            ? NONE
            : number(training.lowerQuartileMs()) + "-" + number(training.upperQuartileMs()));
    cells.add(
        training == null ? NONE : String.format(Locale.ROOT, "%,.0f", training.imagesPerSecond()));
    cells.add(times(training, lamina == null ? null : lamina.training()));
    cells.add(
        training == null
            ? NONE
            : percent(limits.share(network.trainingFlops(), training, result.isBfloat16())));
    cells.add(milliseconds(inference));
    cells.add(times(inference, lamina == null ? null : lamina.inference()));
    cells.add(milliseconds(single));
    cells.add(
        result.firstStepSeconds() == null
            ? NONE
            : String.format(Locale.ROOT, "%.2f", result.firstStepSeconds()));
    cells.add(peak == null ? "" : String.format(Locale.ROOT, "%,d", peak / 1_000_000));
    return cells;
  }

  /** The contestants that did not run, and why. */
  static List<String> missing(NetworkResults network) {
    return network.results().stream()
        .filter(result -> result.missing() != null)
        .map(result -> result.contestant() + ": " + result.missing())
        .toList();
  }

  /** The contestants that cannot train. */
  static List<String> inferenceOnly(NetworkResults network) {
    return network.results().stream()
        .filter(result -> result.missing() == null && result.training() == null)
        .map(Result::contestant)
        .toList();
  }

  static @Nullable Result find(NetworkResults network, String contestant) {
    return network.results().stream()
        .filter(result -> result.contestant().equals(contestant) && result.missing() == null)
        .findFirst()
        .orElse(null);
  }

  private static String milliseconds(@Nullable Figure figure) {
    return figure == null ? NONE : number(figure.medianMs());
  }

  /** Three significant digits or so. */
  static String number(double ms) {
    String format = ms < 1 ? "%.3f" : ms < 10 ? "%.2f" : "%.1f";
    return String.format(Locale.ROOT, format, ms);
  }

  /** How many times as long as Lamina in float32. */
  private static String times(@Nullable Figure figure, @Nullable Figure lamina) {
    if (figure == null) {
      return NONE;
    }
    return lamina == null
        ? ""
        : String.format(Locale.ROOT, "%.2f", figure.medianMs() / lamina.medianMs());
  }

  private static String percent(@Nullable Double share) {
    return share == null ? "" : String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }
}
