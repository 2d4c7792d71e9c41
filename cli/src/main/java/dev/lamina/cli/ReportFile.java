package dev.lamina.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Writes a file so that it is there whole or not at all. */
final class ReportFile {
  private ReportFile() {}

  /** Why this file could not be written, or null. Missing directories are made by writing. */
  static @Nullable String problem(Path file) {
    Path directory = directoryOf(file);
    while (!Files.exists(directory) && directory.getParent() != null) {
      directory = directory.getParent();
    }
    if (Files.isDirectory(file)) {
      return file + " is a directory; name a file in it";
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      return file + " is no regular file; name another";
    }
    if (!Files.isDirectory(directory)) {
      return directory + " is not a directory; name a file in one";
    }
    if (!Files.isWritable(directory)) {
      return "no permission to write in the directory " + directory;
    }
    return null;
  }

  /** Writes a temporary sibling, forces it to disk and moves it in place. */
  static void write(Path path, String content) throws IOException {
    // Of a symbolic link the file it leads to is replaced, not the link.
    Path file = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
    Files.createDirectories(directoryOf(file));
    Path temporary =
        file.resolveSibling(
            "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
    try {
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      try {
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static Path directoryOf(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file.toAbsolutePath() : parent;
  }
}
