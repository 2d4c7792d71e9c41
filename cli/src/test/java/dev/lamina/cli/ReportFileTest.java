package dev.lamina.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ReportFileTest {
  @TempDir Path directory;

  @Test
  void replacesTheFileAndLeavesNothingElse() throws IOException {
    Path file = directory.resolve("r.json");
    ReportFile.write(file, "first");
    ReportFile.write(file, "second \u00e9");
    assertThat(file).hasContent("second \u00e9");
    assertThat(directory).isDirectoryContaining(file::equals);
    try (var entries = Files.list(directory)) {
      assertThat(entries).hasSize(1);
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege")
  void followsALink() throws IOException {
    Path file = Files.createFile(directory.resolve("r.json"));
    Path link = Files.createSymbolicLink(directory.resolve("latest.json"), file);
    ReportFile.write(link, "new");
    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("new");
  }

  @Test
  void aFailureLeavesNoTemporaryFile() throws IOException {
    Path file = Files.createDirectories(directory.resolve("taken/inside")).getParent();
    assertThatThrownBy(() -> ReportFile.write(file, "x")).isInstanceOf(IOException.class);
    try (var entries = Files.list(directory)) {
      assertThat(entries).containsExactly(file);
    }
  }

  @Test
  void tellsProblemsBeforehand() throws IOException {
    assertThat(OutputFile.problem(directory.resolve("r.json"))).isNull();
    assertThat(OutputFile.problem(Path.of("r.json"))).isNull();
    assertThat(OutputFile.problem(directory)).endsWith("is a directory; name a file in it");
    Path file = Files.createFile(directory.resolve("file"));
    assertThat(OutputFile.problem(file.resolve("r.json")))
        .isEqualTo(file + " is not a directory; name another");
    assertThat(OutputFile.problem(file.resolve("below/r.json"))).startsWith(file + " is not a");
    // A directory that is missing is made, but not before there is something to write.
    Path missing = directory.resolve("no/such/r.json");
    assertThat(OutputFile.problem(missing)).isNull();
    assertThat(missing.getParent()).doesNotExist();
    ReportFile.write(missing, "x");
    assertThat(missing).hasContent("x");
  }
}
