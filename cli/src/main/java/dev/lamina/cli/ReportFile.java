package dev.lamina.cli;

import dev.lamina.models.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a text file as a whole or not at all. */
final class ReportFile {
  private ReportFile() {}

  /** Replaces the file; of a symbolic link the file that it leads to, not the link. */
  static void write(Path path, String content) throws IOException {
    Path file = Files.exists(path) ? path.toRealPath() : path;
    AtomicFile.write(file, out -> out.write(content.getBytes(StandardCharsets.UTF_8)));
  }
}
