package dev.lamina.benchmarks.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.lamina.files.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reports as JSON. */
public final class ReportFile {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private ReportFile() {}

  /** The report in this file. */
  public static Report read(Path file) throws IOException {
    return MAPPER.readValue(Files.readString(file), Report.class);
  }

  static void write(Path file, Report report) throws IOException {
    AtomicFile.writeText(file, MAPPER.writeValueAsString(report) + "\n");
  }
}
