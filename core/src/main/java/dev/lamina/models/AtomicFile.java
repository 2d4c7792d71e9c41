package dev.lamina.models;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Replaces a file as a whole or not at all: what is written goes to a temporary file beside it,
 * which is forced to disk and then moved in place.
 *
 * <pre>{@code
 * AtomicFile.write(path, out -> out.write(bytes));
 * }</pre>
 */
public final class AtomicFile {
  private AtomicFile() {}

  /** Writes a file's content. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** What puts bytes in a file; tests put one that fails in its place. */
  interface Opener {
    FileChannel open(Path path) throws IOException;
  }

  /**
   * Replaces the file at {@code path}.
   *
   * @throws IOException if anything fails; the file is then as it was before
   */
  public static void write(Path path, Content content) throws IOException {
    write(
        path,
        content,
        temporary ->
            FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE));
  }

  static void write(Path path, Content content, Opener opener) throws IOException {
    Path target = path.toAbsolutePath();
    Path directory = target.getParent();
    if (directory == null) {
      throw new IOException(path + " is not the name of a file");
    }
    Files.createDirectories(directory);
    Path temporary = Files.createTempFile(directory, "." + target.getFileName(), ".tmp");
    try {
      try (FileChannel channel = opener.open(temporary)) {
        OutputStream out = Channels.newOutputStream(channel);
        content.writeTo(out);
        out.flush();
        channel.force(true);
      }
      move(temporary, target);
    } finally {
      Files.deleteIfExists(temporary);
    }
    forceDirectory(directory);
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Makes the new name last. Windows knows no such thing and refuses to open a directory. */
  private static void forceDirectory(Path directory) {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // The content is safe; only its name may be the old one after a power cut.
    }
  }
}
