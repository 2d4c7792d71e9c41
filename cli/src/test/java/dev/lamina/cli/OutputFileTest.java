package dev.lamina.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.files.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {
  @TempDir Path directory;

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
    AtomicFile.writeText(missing, "x");
    assertThat(missing).hasContent("x");
  }
}
