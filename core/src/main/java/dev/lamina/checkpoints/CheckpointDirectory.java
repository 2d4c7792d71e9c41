package dev.lamina.checkpoints;

import dev.lamina.files.AtomicFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoints of one training: {@code step-000000120.checkpoint}, numbered by training steps.
 * The one before the last is kept too, so that damage to one file loses a few steps only.
 *
 * <pre>{@code
 * try (CheckpointDirectory directory = new CheckpointDirectory(Path.of("backup"), 2)) {
 *   directory.lock();
 *   CheckpointDirectory.Found found = directory.latest();
 *   directory.save(model.steps(), checkpoint);
 * }
 * }</pre>
 *
 * <p>Files of other names in the directory are left alone. Who saves or deletes holds its lock,
 * which one at a time can, in all processes together; {@link #close} gives it back, and so does the
 * end of the process, whatever ends it. Reading needs no lock.
 */
public final class CheckpointDirectory implements Closeable {
  private static final Pattern NAME = Pattern.compile("step-(\\d{9,18})\\.checkpoint");

  private final Path directory;
  private final int generations;
  private long last = -1;
  private @Nullable DirectoryLock lock;

  /**
   * Nothing is read or made yet.
   *
   * @param generations how many checkpoints to keep, at least 1
   */
  public CheckpointDirectory(Path directory, int generations) {
    if (generations < 1) {
      throw new IllegalArgumentException("generations must be >= 1, received " + generations);
    }
    this.directory = directory;
    this.generations = generations;
  }

  /**
   * A checkpoint that was read.
   *
   * @param path its file
   * @param checkpoint its content
   * @param damaged what is wrong with newer files, which were passed over
   */
  public record Found(Path path, Checkpoint checkpoint, List<String> damaged) {
    public Found {
      damaged = List.copyOf(damaged);
    }

    /** For people: the file, and what is damaged. */
    @Override
    public String toString() {
      return damaged.isEmpty() ? path.toString() : path + ", passing over " + damaged;
    }
  }

  /**
   * Takes the directory for this object alone, makes it if needed, and deletes what a process that
   * was killed while saving has left in it.
   *
   * @throws IOException if the directory cannot be made or written to
   * @throws CheckpointException if it is in use, telling the process if that is known
   */
  public void lock() throws IOException {
    if (lock != null) {
      throw new CheckpointException(
          "%s is in use by another training of this process; wait until it has ended, or use another directory"
              .formatted(directory));
    }
    DirectoryLock acquired = DirectoryLock.acquire(directory);
    try {
      AtomicFile.sweep(directory, name -> NAME.matcher(name).matches());
      lock = acquired;
    } finally {
      if (lock == null) {
        acquired.close();
      }
    }
  }

  private void requireLock() throws IOException {
    if (lock == null) {
      lock();
    }
  }

  /**
   * The newest checkpoint that is whole; null if there is none.
   *
   * @throws IOException if the directory or a file cannot be read
   * @throws CheckpointException if there are checkpoints, but all are damaged
   */
  public @Nullable Found latest() throws IOException {
    last = -1;
    if (Files.notExists(directory)) {
      return null;
    }
    List<String> damaged = new ArrayList<>();
    for (var entry : files().descendingMap().entrySet()) {
      try {
        Checkpoint checkpoint = Checkpoint.read(entry.getValue());
        last = entry.getKey();
        return new Found(entry.getValue(), checkpoint, damaged);
      } catch (CheckpointException e) {
        damaged.add(String.valueOf(e.getMessage()));
      }
    }
    if (!damaged.isEmpty()) {
      throw new CheckpointException(
          "%s; delete the directory's checkpoints to train from the beginning"
              .formatted(String.join("; ", damaged)));
    }
    return null;
  }

  /**
   * Saves a checkpoint, and deletes those that are no longer kept. A process that ends at any
   * moment of this leaves at least one that is whole. Locks the directory if that was not done yet;
   * so does {@link #delete}.
   *
   * @param step the number of training steps done
   * @return the file
   * @throws IOException if it cannot be written; the older ones are still there then
   */
  public Path save(long step, Checkpoint checkpoint) throws IOException {
    requireLock();
    Path path = directory.resolve("step-%09d.checkpoint".formatted(step));
    checkpoint.write(path);
    NavigableMap<Long, Path> old = files();
    old.remove(step);
    // What was saved or found last is known to be whole; another file may be a damaged one.
    List<Long> newestFirst = new ArrayList<>(old.descendingKeySet());
    if (newestFirst.remove(last)) {
      newestFirst.add(0, last);
    }
    int kept = Math.min(generations - 1, newestFirst.size());
    for (long number : newestFirst.subList(kept, newestFirst.size())) {
      Files.deleteIfExists(path(old, number));
    }
    last = step;
    return path;
  }

  /**
   * Deletes all checkpoints, and the directory if nothing else is in it, and gives the lock back.
   *
   * @throws IOException if a file cannot be deleted
   */
  public void delete() throws IOException {
    if (Files.notExists(directory)) {
      close();
      return;
    }
    requireLock();
    for (Path path : files().values()) { // the oldest first, so that the last one is the newest
      Files.deleteIfExists(path);
    }
    close();
    try {
      Files.delete(directory);
    } catch (DirectoryNotEmptyException | NoSuchFileException e) {
      // Other files are somebody else's, who may be the next training already.
    }
  }

  /**
   * Gives the lock back, if this has it.
   *
   * @throws IOException if that fails; the end of the process does it then
   */
  @Override
  public void close() throws IOException {
    DirectoryLock held = lock;
    lock = null;
    if (held != null) {
      held.close();
    }
  }

  private NavigableMap<Long, Path> files() throws IOException {
    NavigableMap<Long, Path> files = new TreeMap<>();
    for (Path path : list()) {
      Matcher name = NAME.matcher(String.valueOf(path.getFileName()));
      if (name.matches()) {
        files.put(Long.parseLong(name.group(1)), path);
      }
    }
    return files;
  }

  private static Path path(NavigableMap<Long, Path> files, long number) {
    Path path = files.get(number);
    if (path == null) {
      throw new IllegalStateException("no file has the number " + number);
    }
    return path;
  }

  private List<Path> list() throws IOException {
    List<Path> paths = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(paths::add);
    } catch (NotDirectoryException e) {
      throw notADirectory(directory);
    }
    Collections.sort(paths);
    return paths;
  }

  static IOException notADirectory(Path file) {
    return new IOException(file + " is a file, expected a directory for checkpoints");
  }

  /** For people: where it is. */
  @Override
  public String toString() {
    return "checkpoints in " + directory;
  }
}
