package dev.lamina.checkpoints;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The right to write in a directory: a lock of the system's on a file in it, which ends with the
 * process at the latest. The file's content tells people who holds it.
 */
final class DirectoryLock implements Closeable {
  static final String NAME = ".lock";

  private static final Logger LOGGER = System.getLogger(DirectoryLock.class.getName());
  private static final Pattern CONTENT =
      Pattern.compile("(process \\d{1,19}, since [-:.\\dTZ]+), lock [-0-9a-f]{36}");
  private static final int CONTENT_BYTES = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(1);
  // Behind all content, as on Windows nobody can read what is locked.
  private static final long POSITION = Long.MAX_VALUE - 1;

  /**
   * The directories locked by this process. They are asked first: with POSIX, closing a second
   * channel to the file would release the lock.
   */
  private static final Set<Path> HELD = new HashSet<>();

  private final Path key;
  private final Path file;
  private final Locked locked;
  private boolean closed;

  private DirectoryLock(Path key, Path file, Locked locked) {
    this.key = key;
    this.file = file;
    this.locked = locked;
  }

  /**
   * The channel that has the lock, and the one that proved it to be the directory's; they are
   * closed together, as the end of one would end the lock.
   */
  private record Locked(FileChannel channel, FileChannel witness) implements Closeable {
    @Override
    public void close() throws IOException {
      try (channel) {
        witness.close();
      }
    }
  }

  /**
   * Locks a directory, and makes it if needed.
   *
   * @throws IOException if that is not possible
   * @throws CheckpointException if it is locked already, by this process or another
   */
  static DirectoryLock acquire(Path directory) throws IOException {
    long start = System.nanoTime();
    do {
      try {
        DirectoryLock lock = attempt(directory);
        if (lock != null) {
          return lock;
        }
      } catch (NoSuchFileException e) {
        // Another training has just ended, and deleted the file or the directory.
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    } while (System.nanoTime() - start < PATIENCE.toNanos());
    throw new IOException(
        "%s cannot be locked: other trainings begin and end in it all the time"
            .formatted(directory));
  }

  private static @Nullable DirectoryLock attempt(Path directory) throws IOException {
    make(directory);
    Path key = directory.toRealPath();
    synchronized (HELD) {
      if (!HELD.add(key)) {
        throw inUse(directory, "by another training of this process");
      }
    }
    DirectoryLock lock = null;
    try {
      lock = open(directory, key);
    } finally {
      if (lock == null) {
        release(key);
      }
    }
    return lock;
  }

  private static void make(Path directory) throws IOException {
    try {
      // One question only: between two, another training may delete it.
      if (!Files.readAttributes(directory, BasicFileAttributes.class).isDirectory()) {
        throw CheckpointDirectory.notADirectory(directory);
      }
    } catch (NoSuchFileException e) {
      try {
        Files.createDirectories(directory);
      } catch (FileAlreadyExistsException again) {
        // Made by another meanwhile.
      }
    }
  }

  /** Null if the file was deleted before it could be locked. */
  private static @Nullable DirectoryLock open(Path directory, Path key) throws IOException {
    Path file = directory.resolve(NAME);
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException e) {
      // It may be another's, or what a killed process has left.
    }
    Locked locked = lock(directory, file);
    return locked == null ? null : new DirectoryLock(key, file, locked);
  }

  /**
   * Whoever has the lock may delete the file, and somebody else make a new one; so a lock counts
   * only if the file of this name has, now that it is locked, the content written through the
   * locked channel. (The file's key would not do: systems give it again to the next file.)
   */
  private static @Nullable Locked lock(Path directory, Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    FileChannel witness = null;
    boolean same = false;
    try {
      if (!lock(channel, directory)) {
        throw inUse(directory, "by another training" + holder(channel));
      }
      String content = sign(channel);
      witness = FileChannel.open(file, StandardOpenOption.READ);
      same = content.equals(read(witness));
      return same ? new Locked(channel, witness) : null;
    } finally {
      if (!same) {
        try (channel) {
          if (witness != null) {
            witness.close();
          }
        }
      }
    }
  }

  private static boolean lock(FileChannel channel, Path directory) throws IOException {
    try {
      return channel.tryLock(POSITION, 1, false) != null;
    } catch (OverlappingFileLockException e) {
      throw inUse(directory, "by another training of this process");
    } catch (IOException e) {
      LOGGER.log(
          Level.WARNING,
          "{0} cannot be locked ({1}): make sure that no other training uses it",
          directory,
          e.getMessage());
      return true;
    }
  }

  /** Writes who has the lock, as nobody has written before. */
  private static String sign(FileChannel channel) throws IOException {
    String content =
        "process %d, since %s, lock %s%n"
            .formatted(
                ProcessHandle.current().pid(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                UUID.randomUUID());
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.US_ASCII)), 0);
    return content;
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(CONTENT_BYTES);
    channel.read(content, 0);
    return StandardCharsets.US_ASCII.decode(content.flip()).toString();
  }

  private static String holder(FileChannel channel) throws IOException {
    Matcher matcher = CONTENT.matcher(read(channel).strip());
    return matcher.matches() ? " (%s)".formatted(matcher.group(1)) : "";
  }

  private static CheckpointException inUse(Path directory, String by) {
    return new CheckpointException(
        "%s is in use %s; wait until it has ended, or use another directory"
            .formatted(directory, by));
  }

  private static void release(Path key) {
    synchronized (HELD) {
      HELD.remove(key);
    }
  }

  /** Unlocks the directory, and deletes the file. */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (locked) {
      Files.deleteIfExists(file); // while nobody else can lock it
    } finally {
      release(key);
    }
  }
}
