package dev.lamina.benchmarks.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The training steps of a report as bars, in an SVG that follows light and dark mode. */
final class BarChart {
  private static final int WIDTH = 760;
  private static final int LABELS = 190;
  private static final int BAR = 18;
  private static final int GAP = 8;
  private static final int MARGIN = 16;
  private static final int TITLE = 34;
  private static final int VALUES = 90;

  private static final String HEAD =
      """
      <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" role="img">
      <title>Milliseconds for a training step; shorter is better</title>
      <style>
        text { font: 13px system-ui, sans-serif; fill: #24292f; }
        .title { font-weight: 600; }
        .paper { fill: #ffffff; }
        .own { fill: #0969da; }
        .other { fill: #8c959f; }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3; }
          .paper { fill: #0d1117; }
          .own { fill: #4493f8; }
          .other { fill: #6e7681; }
        }
      </style>
      <rect class="paper" width="%1$d" height="%2$d"/>
      """;

  private BarChart() {}

  static String of(Report report) {
    List<String> body = new ArrayList<>();
    int y = MARGIN;
    for (NetworkResults network : report.networks()) {
      List<Result> ran =
          network.results().stream().filter(result -> result.training() != null).toList();
      double longest =
          ran.stream().map(Result::training).mapToDouble(BarChart::median).max().orElse(1);
      body.add(
          text(
              "title",
              MARGIN,
              y + BAR - 4,
              "start",
              network.network() + ": training step, ms" + report.beside()));
      y += TITLE;
      for (Result result : ran) {
        double ms = median(result.training());
        int length = (int) Math.max(1, (WIDTH - LABELS - VALUES - 2 * MARGIN) * ms / longest);
        boolean own = result.contestant().startsWith(Entrants.LAMINA);
        int left = MARGIN + LABELS;
        body.add(text("", left - GAP, y + BAR - 5, "end", result.contestant()));
        body.add(
            "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"2\"/>"
                .formatted(own ? "own" : "other", left, y, length, BAR));
        body.add(
            text(
                "",
                left + length + GAP,
                y + BAR - 5,
                "start",
                String.format(Locale.ROOT, ms < 10 ? "%.1f" : "%.0f", ms)));
        y += BAR + GAP;
      }
      y += MARGIN;
    }
    return HEAD.formatted(WIDTH, y) + String.join("\n", body) + "\n</svg>\n";
  }

  private static double median(@Nullable Figure figure) {
    return figure == null ? 0 : figure.medianMs();
  }

  private static String text(String style, int x, int y, String anchor, String content) {
    return "<text class=\"%s\" x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>"
        .formatted(style, x, y, anchor, escaped(content));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
