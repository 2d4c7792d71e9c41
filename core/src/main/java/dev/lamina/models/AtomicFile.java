package dev.lamina.models;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces a file as a whole or not at all: what is written goes to a temporary file beside it,
 * which is forced to disk and then moved in place.
 *
 * <pre>{@code
 * AtomicFile.write(path, out -> out.write(bytes));
 * }</pre>
 *
 * <p>A process that is killed while it writes may leave the temporary file, which does no harm.
 */
public final class AtomicFile {
  private static final Pattern TEMPORARY = Pattern.compile("\\.(.+)\\.[0-9a-f]{16}\\.tmp");

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
    write(path, content, Disk.REAL);
  }

  static void write(Path path, Content content, Disk disk) throws IOException {
    Path target = path.toAbsolutePath();
    Path directory = target.getParent();
    Path name = target.getFileName();
    if (directory == null || name == null || Files.isDirectory(target)) {
      throw new IOException(path + " is a directory, expected the name of a file");
    }
    disk.createDirectories(directory);
    String random = "%016x".formatted(ThreadLocalRandom.current().nextLong());
    Path temporary = directory.resolve("." + name + "." + random + ".tmp");
    try {
      try (FileChannel channel = disk.create(temporary)) {
        OutputStream out = Channels.newOutputStream(channel);
        content.writeTo(out);
        out.flush();
        channel.force(true);
      }
      disk.move(temporary, target);
    } finally {
      Files.deleteIfExists(temporary);
    }
    disk.forceDirectory(directory);
  }

  /** The name of the file that a temporary file was to become; null if it is none of this class. */
  public static @Nullable String targetOf(Path temporary) {
    Matcher name = TEMPORARY.matcher(String.valueOf(temporary.getFileName()));
    return name.matches() ? name.group(1) : null;
  }
}
