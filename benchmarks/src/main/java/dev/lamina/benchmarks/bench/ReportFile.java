package dev.lamina.benchmarks.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Reports as JSON, and files that are written whole or not at all. */
public final class ReportFile {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private ReportFile() {}

  /** The report in this file. */
  public static Report read(Path file) throws IOException {
    return MAPPER.readValue(Files.readString(file), Report.class);
  }

  static void write(Path file, Report report) throws IOException {
    write(file, MAPPER.writeValueAsString(report) + "\n");
  }

  static void write(Path file, String text) throws IOException {
    Path target = file.toAbsolutePath();
    Path folder = target.getParent();
    if (folder == null) {
      throw new IOException(file + " is no file to write to");
    }
    Path temporary = folder.resolve(target.getFileName() + ".tmp");
    try {
      Files.writeString(temporary, text);
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
