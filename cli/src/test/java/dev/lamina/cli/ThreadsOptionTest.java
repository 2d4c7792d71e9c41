package dev.lamina.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In processes of their own, as an engine is started once. */
class ThreadsOptionTest {
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  @TempDir private Path directory;

  private static String lamina(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.replace(System.lineSeparator(), "\n");
  }

  /** Sixty-four on two processors took eight times as long; a thousand never came to an end. */
  @Test
  void moreThanTheProcessorsAreNotUsedAndThatIsSaid() throws Exception {
    String data = DataFiles.idx(directory).toString();
    String model = directory.resolve("model.keras").toString();
    int many = 100 * PROCESSORS;
    String told =
        "%d thread%s (%d were asked for, but this process may use %d processor%s)"
            .formatted(
                PROCESSORS,
                PROCESSORS == 1 ? "" : "s",
                many,
                PROCESSORS,
                PROCESSORS == 1 ? "" : "s");

    assertThat(
            lamina(
                "train", "--data", data, "--epochs", "1", "--out", model, "--threads", "" + many))
        .containsPattern("(?m)^engine  onednn: .*, " + Pattern.quote(told) + "$")
        .contains("WARNING: computing with " + told + "\n");
    assertThat(lamina("evaluate", model, "--data", data, "--threads", "" + many))
        .contains("WARNING: computing with " + told + "\n");
  }

  @Test
  void asManyAsThereAreAreTakenWithoutAWord() throws Exception {
    String data = DataFiles.idx(directory).toString();
    assertThat(lamina("train", "--data", data, "--epochs", "1", "--threads", "1"))
        .containsPattern("(?m)^engine  onednn: .*, 1 thread$")
        .doesNotContain("WARNING: computing");
  }
}
