package dev.lamina.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** A file that a command writes; its directory is made when it is missing. */
final class OutputFile {
  private OutputFile() {}

  /** Complains of a file that could not be written, before any work is done. */
  static void check(@Nullable CommandSpec spec, String option, @Nullable Path file) {
    String problem = file == null ? null : problem(file);
    if (problem != null) {
      throw Arguments.wrong(spec, option + ": " + problem);
    }
  }

  /** Complains of a directory that could not be made or written, before any work is done. */
  static void checkDirectory(@Nullable CommandSpec spec, String option, @Nullable Path directory) {
    String problem = directory == null ? null : directoryProblem(directory);
    if (problem != null) {
      throw Arguments.wrong(spec, option + ": " + problem);
    }
  }

  /** Why this file could not be written, or null. */
  static @Nullable String problem(Path file) {
    if (Files.isDirectory(file)) {
      return file + " is a directory; name a file in it";
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      return file + " is not a regular file; name another";
    }
    Path directory = file.toAbsolutePath().getParent();
    return directory == null ? null : directoryProblem(directory);
  }

  private static @Nullable String directoryProblem(Path directory) {
    Path existing = directory.toAbsolutePath();
    while (existing.getParent() != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    if (!Files.isDirectory(existing)) {
      return existing + " is not a directory; name another";
    }
    return Files.isWritable(existing)
        ? null
        : "no permission to write in the directory %s; name another".formatted(existing);
  }

  /** Makes the file's directory where it is missing. */
  static void createDirectory(Path file) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
  }
}
