package dev.lamina.checkpoints;

import dev.lamina.models.AtomicFile;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
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
 * CheckpointDirectory directory = new CheckpointDirectory(Path.of("backup"), 2);
 * CheckpointDirectory.Found found = directory.latest();
 * directory.save(model.steps(), checkpoint);
 * }</pre>
 *
 * <p>Files of other names in the directory are left alone. One process at a time may use it.
 */
public final class CheckpointDirectory {
  private static final Pattern NAME = Pattern.compile("step-(\\d{9,18})\\.checkpoint");

  private final Path directory;
  private final int generations;
  private long last = -1;

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
  }

  /**
   * The newest checkpoint that is whole; null if there is none. Deletes what a process that was
   * killed while saving has left.
   *
   * @throws IOException if the directory or a file cannot be read
   * @throws CheckpointException if there are checkpoints, but all are damaged
   */
  public @Nullable Found latest() throws IOException {
    last = -1;
    if (Files.notExists(directory)) {
      return null;
    }
    sweep();
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
   * moment of this leaves at least one that is whole.
   *
   * @param step the number of training steps done
   * @return the file
   * @throws IOException if it cannot be written; the older ones are still there then
   */
  public Path save(long step, Checkpoint checkpoint) throws IOException {
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
   * Deletes all checkpoints, and the directory if nothing else is in it.
   *
   * @throws IOException if a file cannot be deleted
   */
  public void delete() throws IOException {
    if (Files.notExists(directory)) {
      return;
    }
    sweep();
    for (Path path : files().values()) { // the oldest first, so that the last one is the newest
      Files.deleteIfExists(path);
    }
    try {
      Files.delete(directory);
    } catch (DirectoryNotEmptyException e) {
      // Other files are somebody else's.
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

  /** Deletes the temporary files of checkpoints. */
  private void sweep() throws IOException {
    for (Path path : list()) {
      String target = AtomicFile.targetOf(path);
      if (target != null && NAME.matcher(target).matches()) {
        Files.deleteIfExists(path);
      }
    }
  }

  private List<Path> list() throws IOException {
    List<Path> paths = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(paths::add);
    } catch (NotDirectoryException e) {
      throw new IOException(directory + " is a file, expected a directory for checkpoints", e);
    }
    Collections.sort(paths);
    return paths;
  }
}
