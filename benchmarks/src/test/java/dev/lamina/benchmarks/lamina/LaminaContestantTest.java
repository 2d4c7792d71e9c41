package dev.lamina.benchmarks.lamina;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.layers.DTypePolicy;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The process as a driver sees it, and the networks it measures. */
class LaminaContestantTest {
  @Test
  void networksHaveAsManyParametersAsThoseOfThePeers() {
    assertThat(Network.REFERENCE_CNN.parameters()).isEqualTo(422_538);
    assertThat(Network.VGG_STYLE.parameters()).isEqualTo(815_466);
    assertThat(Network.RESNET_20.parameters()).isEqualTo(274_042);
  }

  /** Convolutions 28x28x9x32 and 14x14x288x64, dense 3136x128 and 128x10; the first has no dx. */
  @Test
  void arithmeticCountsEachMultiplicationAndAddition() {
    double first = 2.0 * 28 * 28 * 9 * 32;
    double rest = 2.0 * (14 * 14 * 288 * 64 + 3136 * 128 + 128 * 10);
    Network.Arithmetic arithmetic = Network.REFERENCE_CNN.arithmetic();
    assertThat(arithmetic.inference()).isEqualTo(first + rest);
    assertThat(arithmetic.training()).isEqualTo(2 * first + 3 * rest);
  }

  @Test
  void answersRequestsInOrder() throws IOException, InterruptedException {
    List<String> lines = answers("step 2\ninfer 2 1\nfly\ncallers 2 1\ncallers 2\nquit\n");
    assertThat(lines).hasSize(6);
    assertThat(lines.get(0))
        .contains("\"peer\": \"lamina\"", "\"parameters\": 422538", "\"batch_size\": 8")
        .contains("\"requests\": [\"step\", \"infer\", \"callers\"]");
    assertThat(lines.get(1))
        .contains("\"request\": \"step", "\"median_ms\": ", "\"native_bytes_per_run\": 0");
    assertThat(lines.get(2)).contains("\"request\": \"infer", "\"batch_size\": 1");
    assertThat(lines.get(3))
        .startsWith("{\"error\": ")
        .contains("expected 'step N', 'infer N [BATCH_SIZE]', 'callers N SECONDS' or 'quit'");
    assertThat(lines.get(4))
        .contains("\"request\": \"callers\", \"callers\": 2, \"batch_size\": 1, \"seconds\": ")
        .contains("\"predictions_per_second\": ", "\"median_ms\": ", "\"slowest_ms\": ");
    assertThat(lines.get(5)).startsWith("{\"error\": \"callers 2: ");
  }

  /** A machine without bfloat16 is told by one line, and no stack trace. */
  @Test
  void saysWhatTheMachineLacks() throws IOException, InterruptedException {
    List<String> lines = answers("quit\n", "--precision", "mixed_bfloat16");
    assertThat(lines).hasSize(1);
    String whyNot = LaminaContestant.whyNot(DTypePolicy.MIXED_BFLOAT16).orElse(null);
    assertThat(lines.get(0))
        .startsWith(
            whyNot == null ? "{\"peer\": " : "{\"missing\": \"" + whyNot.replace("\"", "\\\""));
  }

  private static List<String> answers(String requests, String... more)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LaminaContestant.class.getName(),
                "--network",
                "reference-cnn",
                "--batch-size",
                "8",
                "--threads",
                "1"));
    command.addAll(List.of(more));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (OutputStream out = process.getOutputStream()) {
      out.write(requests.getBytes(StandardCharsets.US_ASCII));
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return output.lines().toList();
  }
}
