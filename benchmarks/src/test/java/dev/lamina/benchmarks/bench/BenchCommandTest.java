package dev.lamina.benchmarks.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.benchmarks.lamina.Network;
import dev.lamina.layers.DTypePolicy;
import dev.lamina.models.Sequential;
import dev.lamina.plan.PlanStep;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    "--networks=resnet-20, resnet-20 needs residual layers",
    "--rounds=0, '--rounds: received 0, expected at least 1'",
    "--batch-size=5000, expected at most 2560",
    "--threads=100000, '--threads: received 100000, expected at most '",
    "--python=python3, its peers run with --peers only",
    "--json=/dev/null/folder/x.json, its folder /dev/null/folder cannot be made",
  })
  void saysWhatIsWrong(String argument, String message) {
    assertThat(run("bench", argument)).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains(message);
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
    try (Sequential model = Network.REFERENCE_CNN.compiled(DTypePolicy.FLOAT32)) {
      double flops = model.trainingSteps(4).stream().mapToDouble(StepArithmetic::flops).sum();
      assertThat(flops).isEqualTo(4 * Network.REFERENCE_CNN.arithmetic().training());
      assertThat(model.trainingSteps(4).stream().mapToLong(PlanStep::bytes))
          .allMatch(bytes -> bytes > 0);
      assertThat(model.trainingSteps(4).stream().map(PlanStep::op)).anyMatch("reorder"::equals);
    }
  }
}
