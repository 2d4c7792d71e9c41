package dev.lamina.benchmarks.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.benchmarks.lamina.Network;
import dev.lamina.layers.DTypePolicy;
import dev.lamina.models.Model;
import dev.lamina.plan.PlanStep;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class BenchCommandTest {
  private static final Path ROOT = Path.of("..");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    return BenchCommand.run(
        arguments,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "--networks=lenet, '\"lenet\" is unknown; choose of reference-cnn, vgg-style'",
    "--rounds=0, '--rounds: received 0, expected at least 1'",
    "--batch-size=5000, expected at most 2560",
    "--threads=100000, '--threads: received 100000, expected at most '",
    "--python=python3, its peers run with --peers only",
    "--busy=0, 'received 0, expected a number of processes from 1 to 999, or none for one per"
        + " core'",
    "--busy=many, 'received many, expected a number of processes'",
    "'--callers=1,0', '--callers: received 0, expected at least 1'",
    "--callers=5000, '--callers: received 5000, expected at most 1000'",
    "--callers=few, 'few'",
    "--contestants=Keras, '\"Keras\" is unknown; choose of Lamina, Lamina mixed_bfloat16; with"
        + " --peers of others too'",
    "--json=/dev/null/folder/x.json, its folder /dev/null/folder cannot be made",
  })
  void saysWhatIsWrong(String argument, String message) {
    assertThat(run("bench", argument)).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains(message);
  }

  @Test
  void saysWhoTakesPart() {
    assertThat(run("--peers", "--contestants=Kera")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("PyTorch compiled, ONNX Runtime, DJL on PyTorch, DL4J")
        .doesNotContain("without spinning");
    assertThat(run("--peers", "--busy", "--contestants=Kera")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("ONNX Runtime, ONNX Runtime without spinning, DJL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--busy", "--callers"})
  void profilesAreOfAMachineLeftToLamina(String option) {
    assertThat(run("--profile", option)).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("--profile: --busy and --callers measure contestants; leave them out");
  }

  @Test
  void withoutNumbersThereIsABusyProcessForEachCoreAndThreeCountsOfCallers() {
    BenchOptions options = new BenchOptions();
    CommandLine line =
        new CommandLine(
            CommandSpec.create().addMixin("options", CommandSpec.forAnnotatedObject(options)));
    line.parseArgs("--busy", "--callers", "--rounds", "2");
    assertThat(options.busy).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(options.callers).containsExactly(1, 4, 16);
    assertThat(options.rounds).isEqualTo(2);
    line.parseArgs("--busy", "3", "--callers", "2,8");
    assertThat(options.busy).isEqualTo(3);
    assertThat(options.callers).containsExactly(2, 8);
    line.parseArgs();
    assertThat(options.busy).isZero();
    assertThat(options.callers).isEmpty();
  }

  @Test
  void measuresABusyMachine(@TempDir Path directory) throws Exception {
    Path json = directory.resolve("busy.json");
    int code =
        run(
            "--busy=1",
            "--callers=1,3",
            "--contestants=Lamina",
            "--networks=reference-cnn",
            "--batch-size=8",
            "--rounds=1",
            "--steps=2",
            "--json=" + json);
    assertThat(err.toString(StandardCharsets.UTF_8)).doesNotContain("missing", "error");
    assertThat(code).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("beside a busy process", "3 callers /s");
    Report report = ReportFile.read(json);
    assertThat(report.busyProcesses()).isEqualTo(1);
    assertThat(report.command())
        .isEqualTo(
            "./lamina bench --networks reference-cnn --contestants \"Lamina\" --busy 1 --callers"
                + " 1,3 --rounds 1 --steps 2");
    List<Result> results = report.networks().get(0).results();
    assertThat(results).extracting(Result::contestant).containsExactly("Lamina");
    assertThat(results.get(0).training()).isNotNull();
    assertThat(results.get(0).callers()).extracting(CallersFigure::callers).containsExactly(1, 3);
    assertThat(results.get(0).callers())
        .allMatch(figure -> figure.predictionsPerSecond() > 0)
        .allMatch(figure -> figure.slowestMs() >= figure.medianMs());
    assertThat(ProcessHandle.current().children()).isEmpty();
  }

  /** The README's figures are those that the command wrote, and nobody has typed them. */
  @Test
  void theReadmeHoldsTheTableOfTheCommittedResults() throws Exception {
    Path results = ROOT.resolve("benchmarks/results/results.json");
    assertThat(run("bench", "--table", results.toString())).isZero();
    String table = out.toString(StandardCharsets.UTF_8);
    assertThat(table).contains("| Lamina |");
    assertThat(Files.readString(ROOT.resolve("README.md")).replace("\r\n", "\n")).contains(table);
    assertThat(Files.readString(ROOT.resolve("benchmarks/results/results.svg")))
        .isEqualTo(BarChart.of(ReportFile.read(results)));
  }

  @Test
  void stepsArithmeticAddsUpToTheNetworks() {
    try (Model model = Network.REFERENCE_CNN.compiled(DTypePolicy.FLOAT32)) {
      double flops = model.trainingSteps(4).stream().mapToDouble(StepArithmetic::flops).sum();
      assertThat(flops).isEqualTo(4 * Network.REFERENCE_CNN.arithmetic().training());
      assertThat(model.trainingSteps(4).stream().mapToLong(PlanStep::bytes))
          .allMatch(bytes -> bytes > 0);
      assertThat(model.trainingSteps(4).stream().map(PlanStep::op)).anyMatch("reorder"::equals);
    }
  }
}
