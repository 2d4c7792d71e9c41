package dev.lamina.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lamina.contract.Examination;
import dev.lamina.contract.OpCases;
import dev.lamina.contract.OpFamily;
import dev.lamina.contract.UsedKernel;
import dev.lamina.contract.Verdict;
import dev.lamina.engine.Engine;
import dev.lamina.engine.Engines;
import dev.lamina.ir.DType;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.Convolution;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
  @TempDir private Path directory;

  @Test
  void describesTheMachineAndChecksTheEngine() throws IOException {
    Path json = directory.resolve("doctor.json");
    Program program = Program.run("doctor", "--seconds", "1", "--json", json.toString());

    assertThat(program.out())
        .containsPattern("(?m)^lamina {8}\\d+\\.\\d+")
        .containsPattern("(?m)^java {10}" + System.getProperty("java.version"))
        .containsPattern("(?m)^processor {5}.+, \\d+ for this process")
        .containsPattern("(?m)^memory {8}.* GiB for this process, Java heap up to ")
        .containsPattern("(?m)^engine {8}onednn: oneDNN 3\\.")
        .containsPattern("(?m)^ {2}JavaCPP {5}1\\.5")
        .containsPattern("(?m)^ {2}OpenMP {6}")
        .containsPattern("(?m)^ {2}avoided {5}nothing")
        .containsPattern("(?m)^checked {7}\\d+ cases of all operations in float32")
        .contains("result        all right: every case gave the reference engine's numbers");
    assertThat(program.exitCode()).isZero();
    JsonNode report = new ObjectMapper().readTree(json.toFile());
    assertThat(report.get("wrong").asInt()).isZero();
    assertThat(report.get("cases").asInt()).isGreaterThan(30);
    assertThat(report.get("kernels").size()).isGreaterThan(20);
    assertThat(report.get("engine").get("name").asText()).isEqualTo("onednn");
  }

  @Test
  void theSettingThatSwitchesKernelsOffIsShown() {
    System.setProperty("dev.lamina.onednn.avoid", "jit");
    try {
      Program program = Program.run("doctor", "--seconds", "1");
      assertThat(program.out())
          .contains("avoided     jit\n", "-Ddev.lamina.onednn.avoid=jit")
          .contains("result        all right");
      assertThat(program.exitCode()).isZero();
    } finally {
      System.clearProperty("dev.lamina.onednn.avoid");
    }
  }

  @Test
  void homeDirectoriesAreNotNamed() {
    String home = System.getProperty("user.home");
    assertThat(Environment.withoutHome(home + "/natives")).isEqualTo("~/natives");
  }

  @Test
  void badArgumentsAreExplained() {
    assertThat(Program.run("doctor", "--long", "--seconds", "5").err())
        .startsWith("error: give either --long or --seconds");
    assertThat(Program.run("doctor", "--json", "/dev/null/r.json").err())
        .startsWith("error: --json: /dev/null is not a directory; name another");
  }

  /** As it looks where a kernel is wrong. */
  @Test
  void saysWhichKernelIsWrongByHowMuchAndHowToSwitchItOff() throws IOException {
    UsedKernel used =
        new UsedKernel(
            Convolution.of(Window.of(4, 4).strides(4, 4), 1),
            List.of(TensorType.of(1, 8, 8, 16), TensorType.of(4, 4, 16, 8)),
            "conv2d brg_conv_fwd:avx10_1_512_amx");
    Verdict verdict =
        new Verdict(
            OpCases.of(OpFamily.CONVOLUTION, 7, DType.BFLOAT16),
            List.of(used),
            List.of("output y, element 3: received 1.0, expected 2.0; off by 1, allowed 0.0156"));
    Examination.Result result =
        new Examination.Result(
            900,
            List.of(DType.FLOAT32, DType.BFLOAT16),
            Map.of(
                used.description(),
                new Examination.Tally(40, 3),
                "relu jit:avx2",
                new Examination.Tally(5, 0)),
            List.of(verdict),
            1);
    Engine engine = Engines.named("onednn");
    DoctorReport report = new DoctorReport(Environment.current(), engine, result, 60);

    assertThat(printed(report))
        .contains("result        WRONG: 1 cases differ from the reference engine")
        .contains("kernel        conv2d brg_conv_fwd:avx10_1_512_amx: 3 of 40 cases are wrong")
        .contains("case          OpCases.of(OpFamily.CONVOLUTION, 7, DType.BFLOAT16)")
        .contains("Convolution[window=Window[kernel=4x4, strides=4x4,", "[1x8x8x16]")
        .contains("output y, element 3: received 1.0, expected 2.0; off by 1, allowed 0.0156")
        .contains(
            "switch off    LAMINA_OPTS=-Ddev.lamina.onednn.avoid=brg_conv_fwd:avx10_1_512_amx\n")
        .doesNotContain("relu");
    JsonNode json = new ObjectMapper().readTree(report.toJson());
    assertThat(json.get("wrongCases").get(0).get("problems").get(0).asText())
        .startsWith("output y, element 3");
  }

  private static String printed(DoctorReport report) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    report.print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  @Test
  void remediesAreNamedForOneDnnsKernelsOnly() {
    Engine onednn = Engines.named("onednn");
    assertThat(Remedy.of(onednn, "conv2d filter grad jit_1x1:avx2"))
        .containsExactly("-Ddev.lamina.onednn.avoid=jit_1x1:avx2");
    assertThat(Remedy.of(onednn, "reorder jit:uni > dense gemm:jit:bf16"))
        .containsExactly(
            "-Ddev.lamina.onednn.avoid=jit:uni", "-Ddev.lamina.onednn.avoid=gemm:jit:bf16");
    assertThat(Remedy.of(onednn, "conv2d winograd brgconv:avx512_core"))
        .containsExactly("-Ddev.lamina.onednn.winograd=false");
    assertThat(Remedy.of(onednn, "argmax in java")).isEmpty();
    assertThat(Remedy.of(Engines.named("reference"), "conv2d jit:avx2")).isEmpty();
  }

  @Test
  void progressIsALineThatIsRedrawnOrPlainLines() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DoctorProgress redrawn = new DoctorProgress(new PrintStream(bytes), true, 60);
    redrawn.show(0);
    redrawn.show(0.5);
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .startsWith("\rchecking [" + " ".repeat(40) + "] 0/60 s")
        .endsWith("\rchecking [" + "=".repeat(20) + " ".repeat(20) + "] 30/60 s");
    bytes.reset();
    DoctorProgress plain = new DoctorProgress(new PrintStream(bytes), false, 60);
    for (double share = 0; share < 1; share += 0.01) {
      plain.show(share);
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .hasSize(5)
        .startsWith("checking      10 of 60 s");
  }
}
