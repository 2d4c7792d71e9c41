package dev.lamina.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lamina train --resume}: the program is killed, and started again with the same words. */
class ResumeCommandTest {
  private static final int EPOCHS = 30; // of 3 steps

  @TempDir static Path shared;
  @TempDir Path directory;

  @BeforeAll
  static void writeData() throws IOException {
    DataFiles.idx(shared);
  }

  private static String[] arguments(int epochs, String... more) {
    List<String> all =
        new ArrayList<>(List.of("train", "--data", shared.toString(), "--batch-size", "16"));
    all.addAll(List.of("--engine", "reference", "--epochs", "" + epochs));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private static Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static List<Path> checkpoints(Path backup) throws IOException {
    if (Files.notExists(backup)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(backup)) {
      return files.filter(file -> file.toString().endsWith(".checkpoint")).sorted().toList();
    }
  }

  @Test
  void aKilledTrainingGoesOnAndEndsWithTheSameModel() throws Exception {
    Path backup = directory.resolve("backup");
    Path whole = directory.resolve("whole.keras");
    Path resumed = directory.resolve("resumed.keras");
    Path report = directory.resolve("report.json");
    Program uninterrupted = Program.run(arguments(EPOCHS, "--out", whole.toString()));
    assertThat(uninterrupted.exitCode()).isZero();

    String[] command =
        arguments(
            EPOCHS,
            "--resume",
            backup.toString(),
            "--save-freq",
            "2",
            "--out",
            resumed.toString(),
            "--report",
            report.toString());
    Process first = start(command);
    try {
      while (checkpoints(backup).isEmpty() && first.isAlive()) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
      Program second = Program.run(command);
      assertThat(second.exitCode()).isEqualTo(1);
      assertThat(second.err())
          .startsWith(
              "error: %s is in use by another training (process %d, since "
                  .formatted(backup, first.pid()));
    } finally {
      first.destroyForcibly();
    }
    assertThat(first.waitFor()).as("it was killed before its end").isNotZero();
    assertThat(resumed).doesNotExist();
    Path left = directory.resolve(".resumed.keras.0123456789abcdef.tmp");
    Files.writeString(left, "as a kill while saving leaves it");

    Path newest = checkpoints(backup).get(checkpoints(backup).size() - 1);
    int done = Integer.parseInt(newest.getFileName().toString().replaceAll("\\D", ""));
    Program second = Program.run(command);
    assertThat(second.exitCode()).isZero();
    assertThat(second.out())
        .contains(
            "\nresume  from %s: going on at epoch %d of 30, step %d of 3\n"
                .formatted(newest, done / 3 + 1, done % 3 + 1));
    assertThat(lastLine(second)).isEqualTo(lastLine(uninterrupted));
    assertThat(Program.run("diff", whole.toString(), resumed.toString()).exitCode()).isZero();
    assertThat(backup).doesNotExist();
    assertThat(left).doesNotExist();

    JsonNode json = new ObjectMapper().readTree(Files.readString(report));
    assertThat(json.at("/history")).hasSize(EPOCHS);
    assertThat(json.at("/settings/save_freq").asInt()).isEqualTo(2);
    assertThat(json.at("/resumed/checkpoint").asText()).isEqualTo(newest.toString());
    assertThat(json.at("/resumed/epochs_done").asInt()).isEqualTo(done / 3);
    assertThat(json.at("/resumed/steps_done").asInt()).isEqualTo(done % 3);
  }

  private static String lastLine(Program program) {
    return program.out().lines().reduce((before, line) -> line).orElseThrow();
  }

  @Test
  void saysWhenItBeginsAnew() {
    Path backup = directory.resolve("backup");
    Program program = Program.run(arguments(1, "--resume", backup.toString()));
    assertThat(program.out())
        .contains("\nresume  no checkpoint in " + backup + ": training from the beginning\n");
    assertThat(Program.run(arguments(1)).out()).doesNotContain("resume");
  }

  @Test
  void refusesWhatItCannotDo() {
    Program alone = Program.run(arguments(1, "--save-freq", "5"));
    assertThat(alone.exitCode()).isEqualTo(2);
    assertThat(alone.err())
        .startsWith(
            "error: --save-freq: nothing is saved without --resume DIR; name a directory with it");
    Program nonsense = Program.run(arguments(1, "--save-freq", "batch"));
    assertThat(nonsense.exitCode()).isEqualTo(2);
    assertThat(nonsense.err())
        .contains("expected epoch, or a whole number of steps of at least 1, received \"batch\"");
  }
}
