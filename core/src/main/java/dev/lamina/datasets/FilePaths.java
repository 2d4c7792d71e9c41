package dev.lamina.datasets;

import dev.lamina.DataException;
import dev.lamina.datasets.folders.FileNames;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Paths from text that a person typed, such as an argument of a program.
 *
 * <pre>{@code
 * TrainTest photos = Datasets.open(FilePaths.of("사진"), new DataOptions());
 * }</pre>
 *
 * <p>On Linux Java encodes the names of files by the locale of the process. Where that is plain
 * ASCII, as in a container without {@code LANG}, it cannot name a file such as {@code 사진}; the
 * environment variable {@code LC_ALL=C.UTF-8} mends that. No system property does.
 */
public final class FilePaths {

  private FilePaths() {}

  /**
   * The path of this name. Where there is no such file, but one whose name differs in the Unicode
   * form alone (NFC or NFD, as {@code é} in one piece or in two), the path of that one.
   *
   * @throws DataException when Java cannot name such a file; the message says what to set
   */
  public static Path of(String name) throws DataException {
    if (!FileNames.isText(name)) {
      // Java's launcher has decoded the argument; what it was cannot be known any more.
      throw new DataException(unnameable(name));
    }
    try {
      return existing(Path.of(name));
    } catch (InvalidPathException e) {
      boolean isAscii = name.chars().allMatch(c -> c < 128);
      String message = isAscii ? name + ": no valid path: " + e.getReason() : unnameable(name);
      throw new DataException(message, e);
    }
  }

  private static String unnameable(String name) {
    return "%s: Java cannot name this file, as the locale's encoding is %s; set the environment variable LC_ALL=C.UTF-8 (or another UTF-8 locale that 'locale -a' lists) and start again"
        .formatted(name, System.getProperty("sun.jnu.encoding", "unknown"));
  }

  private static Path existing(Path path) {
    if (Files.exists(path)) {
      return path;
    }
    Path root = path.getRoot();
    Path found = root == null ? Path.of("") : root;
    for (int i = 0; i < path.getNameCount(); i++) {
      Path next = found.resolve(path.getName(i));
      if (!Files.exists(next)) {
        next = lookalike(found, path.getName(i));
      }
      found = next;
    }
    return found;
  }

  /** The entry of a directory whose name differs in the Unicode form alone, else the name's own. */
  private static Path lookalike(Path directory, Path name) {
    String wanted = FileNames.of(name);
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (FileNames.of(entry).equals(wanted)) {
          return entry;
        }
      }
    } catch (IOException e) {
      // No directory, or none to be read: whoever opens the path says so.
    }
    return directory.resolve(name);
  }
}
