package dev.lamina.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * Replaces a file as a whole or not at all: what is written goes to a temporary file beside it,
 * which is forced to disk and then moved in place.
 *
 * <pre>{@code
 * AtomicFile.write(path, out -> out.write(bytes));
 * }</pre>
 *
 * <p>A process that is killed while it writes may leave the temporary file, which does no harm;
 * {@link #sweep} deletes it.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /** Writes a file's content. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Replaces the file at {@code path}.
   *
   * @throws IOException if anything fails; the file is then as it was before
   */
  public static void write(Path path, Content content) throws IOException {
    write(path, content, FileOperations.REAL);
  }

  /**
   * Replaces a text file, in UTF-8. Of a symbolic link it replaces the file that the link leads to,
   * not the link.
   *
   * @throws IOException if anything fails; the file is then as it was before
   */
  public static void writeText(Path path, String text) throws IOException {
    Path file = Files.exists(path) ? path.toRealPath() : path;
    write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  static void write(Path path, Content content, FileOperations operations) throws IOException {
    Path target = path.toAbsolutePath();
    Path directory = target.getParent();
    Path name = target.getFileName();
    if (directory == null || name == null || Files.isDirectory(target)) {
      throw new IOException(path + " is a directory, expected the name of a file");
    }
    operations.createDirectories(directory);
    try (TemporaryFile temporary = TemporaryFile.create(directory, name, operations)) {
      OutputStream out = Channels.newOutputStream(temporary.channel());
      content.writeTo(out);
      out.flush();
      temporary.channel().force(true);
      // Still open and locked, so that no other process takes it for left.
      operations.move(temporary.path(), target);
    }
    operations.forceDirectory(directory);
  }

  /**
   * Deletes the temporary files that killed processes have left in a directory. One that is being
   * written, by this process or another, stays; so does every file of another name, and what cannot
   * be deleted. Does nothing if there is no such directory.
   *
   * @param targets whether a temporary file that was to become the file of this name goes
   * @throws IOException if the directory cannot be read
   */
  public static void sweep(Path directory, Predicate<String> targets) throws IOException {
    TemporaryFile.sweep(directory, targets);
  }
}
