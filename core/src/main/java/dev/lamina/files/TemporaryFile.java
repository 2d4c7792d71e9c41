package dev.lamina.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file that is to become another one. It is locked while it is written, so that {@link #sweep}
 * can tell it from one that a killed process has left.
 */
final class TemporaryFile implements Closeable {
  private static final Pattern NAME = Pattern.compile("\\.(.+)\\.[0-9a-f]{16}\\.tmp");
  private static final int ATTEMPTS = 100;
  // Behind all content: on Windows a lock keeps others from writing there.
  private static final long POSITION = Long.MAX_VALUE - 1;

  /**
   * The names of those that this process writes. They are asked first: with POSIX, closing a second
   * channel to a file releases its lock.
   */
  private static final Set<String> WRITING = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final String name;
  private final FileChannel channel;

  private TemporaryFile(Path path, String name, FileChannel channel) {
    this.path = path;
    this.name = name;
    this.channel = channel;
  }

  /** A new file that is to become {@code target} in this directory. */
  static TemporaryFile create(Path directory, Path target, FileOperations operations)
      throws IOException {
    for (int i = 0; i < ATTEMPTS; i++) {
      String random = "%016x".formatted(ThreadLocalRandom.current().nextLong());
      String name = "." + target + "." + random + ".tmp";
      WRITING.add(name);
      TemporaryFile made = null;
      try {
        made = open(directory.resolve(name), name, operations);
      } finally {
        if (made == null) {
          WRITING.remove(name);
        }
      }
      if (made != null) {
        return made;
      }
    }
    throw new IOException("other processes delete all new files in " + directory);
  }

  /** Null if another process has swept the file away between its making and its lock. */
  private static @Nullable TemporaryFile open(Path path, String name, FileOperations operations)
      throws IOException {
    FileChannel channel = operations.create(path);
    boolean ours = false;
    try {
      ours = lock(channel) && Files.exists(path);
    } finally {
      if (!ours) {
        channel.close();
      }
    }
    return ours ? new TemporaryFile(path, name, channel) : null;
  }

  private static boolean lock(FileChannel channel) {
    try {
      return channel.tryLock(POSITION, 1, false) != null;
    } catch (IOException e) {
      return true; // where nothing can be locked nothing is swept either
    }
  }

  FileChannel channel() {
    return channel;
  }

  Path path() {
    return path;
  }

  /** Deletes the file, unless it was moved. */
  @Override
  public void close() throws IOException {
    try {
      Files.deleteIfExists(path);
    } finally {
      WRITING.remove(name);
      try {
        channel.close();
      } catch (IOException e) {
        // What counts was forced to disk before.
      }
    }
  }

  /** The name of the file that a temporary file was to become; null if it is none of this class. */
  static @Nullable String targetOf(Path temporary) {
    Matcher name = NAME.matcher(String.valueOf(temporary.getFileName()));
    return name.matches() ? name.group(1) : null;
  }

  /**
   * Deletes the files in a directory that were to become one of the targets, and that nobody writes
   * any more. What cannot be locked or deleted stays.
   */
  static void sweep(Path directory, Predicate<String> targets) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, ".*.tmp")) {
      for (Path file : files) {
        String target = targetOf(file);
        if (target != null && targets.test(target) && !WRITING.contains(name(file))) {
          sweep(file);
        }
      }
    }
  }

  private static void sweep(Path file) {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      if (channel.tryLock(POSITION, 1, false) != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | OverlappingFileLockException e) {
      // It is in use, or not ours to delete.
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
