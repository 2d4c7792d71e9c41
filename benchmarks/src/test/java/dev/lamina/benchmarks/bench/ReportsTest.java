package dev.lamina.benchmarks.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

/** From samples to tables and charts. */
class ReportsTest {
  @TempDir private Path directory;

  private static Figure figure(double ms) {
    return Figure.of(List.of(ms, ms, ms), 128, 100L, 0L);
  }

  private static Result result(String name, boolean bf16, double ms) {
    return new Result(
        name,
        bf16,
        null,
        Map.of("java", "17"),
        Map.of(),
        0.5,
        200_000_000L,
        figure(ms),
        figure(ms / 4),
        figure(ms / 100),
        List.of());
  }

  private static Result inferring(String name) {
    return new Result(
        name,
        false,
        null,
        Map.of(),
        Map.of(),
        null,
        null,
        null,
        figure(2),
        figure(0.1),
        List.of(
            CallersFigure.of(
                1,
                List.of(
                    new CallersFigure.Turn(5000, 0.2, 8),
                    new CallersFigure.Turn(9000, 0.1, 80),
                    new CallersFigure.Turn(6000, 0.15, 2))),
            CallersFigure.of(16, List.of(new CallersFigure.Turn(12_345.6, 1.25, 33.3)))));
  }

  private static Report busyReport() {
    return new Report(
        "2026-01-02",
        "./lamina bench --busy 2",
        new Report.Machine("A processor", 2, 24_000_000_000L, "Linux amd64", "17"),
        2,
        3,
        2,
        new Limits(400e9, 800e9, 50e9),
        List.of(
            new NetworkResults(
                "reference-cnn",
                128,
                2e9,
                1e9,
                List.of(result("Lamina", false, 10), inferring("Inferrer")))));
  }

  private static Report report() {
    Result none = Result.missing(Entrant.missing("DL4J & <co>", "no jars"), "no jars");
    return new Report(
        "2026-01-02",
        "./lamina bench",
        new Report.Machine("A processor", 2, 24_000_000_000L, "Linux amd64", "17"),
        2,
        3,
        0,
        new Limits(400e9, 800e9, 50e9),
        List.of(
            new NetworkResults(
                "reference-cnn",
                128,
                2e9,
                1e9,
                List.of(
                    result("Lamina", false, 10),
                    result("Lamina mixed_bfloat16", true, 5),
                    result("Slow <& co>", false, 25),
                    none))));
  }

  @Test
  void figuresAreMedianAndQuartiles() {
    Figure figure = Figure.of(List.of(4.0, 1.0, 3.0, 2.0), 10, null, null);
    assertThat(figure.medianMs()).isEqualTo(2.5);
    assertThat(figure.lowerQuartileMs()).isEqualTo(1.75);
    assertThat(figure.upperQuartileMs()).isEqualTo(3.25);
    assertThat(figure.bestMs()).isEqualTo(1);
    assertThat(figure.imagesPerSecond()).isEqualTo(4000);
    assertThat(figure.runs()).isEqualTo(4);
  }

  @Test
  void theShareOfTheLimitIsThatOfTheType() {
    Limits limits = new Limits(400e9, 800e9, null);
    assertThat(limits.share(2e9, figure(10), false)).isCloseTo(0.5, within(1e-9));
    assertThat(limits.share(2e9, figure(10), true)).isCloseTo(0.25, within(1e-9));
    assertThat(Limits.UNKNOWN.share(2e9, figure(10), false)).isNull();
    assertThat(limits.best(new Limits(500e9, null, 1e9))).isEqualTo(new Limits(500e9, 800e9, 1e9));
  }

  @Test
  void theTextTellsFiguresAndWhoIsMissing() {
    assertThat(TextReport.of(report()))
        .contains(
            "A processor, 2 threads of 2 cores, 24 GB",
            "peak 400 GFLOP/s in float32, 800 in bfloat16, memory 50 GB/s",
            "  Lamina                    10.0  10.0-10.0  12,800   1.00      50 %      2.50   1.00 "
                + "      0.100          0.50      200",
            "  Lamina mixed_bfloat16     5.00  5.00-5.00  25,600   0.50      50 %",
            "  Slow <& co>               25.0  25.0-25.0   5,120   2.50      20 %",
            "missing: DL4J & <co>: no jars");
  }

  @Test
  void theMarkdownHoldsTheSameCells() {
    assertThat(MarkdownReport.of(report()))
        .contains(
            "**reference-cnn**, batch 128",
            "| Lamina | 10.0 | 10.0-10.0 | 12,800 | 1.00 | 50 % | 2.50 | 1.00 | 0.100 | 0.50 | 200"
                + " |",
            "Missing: DL4J & <co>: no jars.");
  }

  @Test
  void callersAreTheMedianOfTheTurnsAndTheSlowestOfAll() {
    assertThat(inferring("a").callers().get(0))
        .isEqualTo(new CallersFigure(1, 6000, 5000, 9000, 0.15, 80, 3));
  }

  @Test
  void theTextOfABusyMachineSaysSo() {
    assertThat(TextReport.of(busyReport()))
        .contains(
            "contestants in turn, beside 2 busy processes: figures of a busy machine, not of an"
                + " idle one",
            "reference-cnn, batch 128, beside 2 busy processes",
            "  Lamina       10.0  10.0-10.0  12,800   1.00      50 %      2.50   1.00       0.100  "
                + "        0.50      200",
            "  Inferrer        -          -       -      -         -      2.00   0.80       0.100  "
                + "           -",
            "Single images by several callers at the same time: ",
            "            1 caller /s  median ms  slowest ms  16 callers /s  median ms  slowest ms",
            "  Lamina              -          -           -              -          -           -",
            "  Inferrer        6,000      0.150        80.0         12,346       1.25        33.3",
            "inference only: Inferrer");
    assertThat(TextReport.of(report())).doesNotContain("busy", "callers", "inference only");
  }

  @Test
  void theMarkdownOfABusyMachineSaysSo() {
    assertThat(MarkdownReport.of(busyReport()))
        .contains(
            "**reference-cnn**, batch 128, beside 2 busy processes",
            "|  | 1 caller /s | median ms | slowest ms | 16 callers /s | median ms | slowest ms |\n"
                + "|---|--:|",
            "| Inferrer | 6,000 | 0.150 | 80.0 | 12,346 | 1.25 | 33.3 |",
            "| Inferrer | - | - | - | - | - | 2.00 |",
            "Inference only: Inferrer.",
            "beside 2 busy processes: figures of a busy machine, not of an idle one; peak");
    assertThat(MarkdownReport.of(report())).doesNotContain("busy", "callers", "Inference only");
  }

  @Test
  void theChartOfABusyMachineSaysSo() {
    assertThat(BarChart.of(busyReport()))
        .contains("reference-cnn: training step, ms, beside 2 busy processes")
        .doesNotContain("Inferrer");
    assertThat(BarChart.of(report())).doesNotContain("busy");
  }

  @Test
  void theChartIsSoundXml() throws Exception {
    String svg = BarChart.of(report());
    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(svg)));
    assertThat(document.getElementsByTagName("rect").getLength()).isEqualTo(1 + 3);
    assertThat(svg).contains("Slow &lt;&amp; co&gt;").doesNotContain("DL4J");
  }

  /** The committed figures are older than busy processes and callers. */
  @Test
  void aFileWithoutBusyProcessesIsOfAnIdleMachine() throws IOException {
    Path file = directory.resolve("report.json");
    ReportFile.write(file, report());
    String text = Files.readString(file);
    String old = text.replaceAll(",?\\s*\"(busyProcesses|callers)\" : (0|\\[ ])", "");
    assertThat(old).isNotEqualTo(text).doesNotContain("busyProcesses", "callers");
    Files.writeString(file, old);
    assertThat(ReportFile.read(file)).isEqualTo(report());
  }

  @Test
  void aReportIsReadAsItWasWritten() throws IOException {
    Path file = directory.resolve("report.json");
    for (Report report : List.of(report(), busyReport())) {
      ReportFile.write(file, report);
      assertThat(ReportFile.read(file)).isEqualTo(report);
    }
    assertThat(Files.readString(file))
        .contains("\"busyProcesses\" : 2", "\"callers\" : 16", "\"predictionsPerSecond\" : 6000.0");
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
  }
}
