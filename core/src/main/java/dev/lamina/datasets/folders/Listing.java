package dev.lamina.datasets.folders;

import dev.lamina.DataException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names in a directory (see {@link FileNames}), sorted; hidden ones left out. */
public final class Listing {

  private static final int SHOWN = 10;

  /** The directory that was listed. */
  public final Path directory;

  /** Names of what is not a directory, in order. */
  public final List<String> files;

  /** Names of the directories in it, in order. */
  public final List<String> directories;

  /** Folders that are never data: hidden ones, and what macOS adds to archives. */
  public final List<String> hidden;

  private final Map<String, Path> paths;

  private Listing(
      Path directory,
      List<String> files,
      List<String> directories,
      List<String> hidden,
      Map<String, Path> paths) {
    this.directory = directory;
    this.files = files;
    this.directories = directories;
    this.hidden = hidden;
    this.paths = paths;
  }

  /** What lies in this directory; what is none is an error. */
  public static Listing of(Path directory) throws IOException {
    FileErrors.checkDirectory(directory);
    List<String> files = new ArrayList<>();
    List<String> directories = new ArrayList<>();
    List<String> hidden = new ArrayList<>();
    Map<String, Path> paths = new HashMap<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        String name = FileNames.of(entry);
        boolean isDirectory = Files.isDirectory(entry);
        if (isHidden(name)) {
          if (isDirectory) {
            hidden.add(name);
          }
          continue;
        }
        if (isDirectory && !FileNames.isText(name)) {
          throw new DataException(
              entry + ": the folder's name is not text in UTF-8; rename the folder");
        }
        (isDirectory ? directories : files).add(name);
        if (paths.put(name, entry) != null && isDirectory) {
          throw new DataException(
              "%s: two entries are both named %s, one in composed and one in decomposed Unicode; put their content into one"
                  .formatted(directory, name));
        }
      }
    } catch (IOException e) {
      throw FileErrors.explained(directory, e);
    }
    files.sort(FileNames.ORDER);
    directories.sort(FileNames.ORDER);
    hidden.sort(FileNames.ORDER);
    return new Listing(directory, files, directories, hidden, paths);
  }

  /** Whether a folder or file of this name is never data. */
  public static boolean isHidden(String name) {
    return name.startsWith(".") || name.equals("__MACOSX");
  }

  /** Where one of the names here is; only this opens it under every locale. */
  public Path path(String name) {
    Path path = paths.get(name);
    return path == null ? directory.resolve(name) : path;
  }

  /** The first of the given names that is a file here. */
  @Nullable Path find(String... names) {
    for (String name : names) {
      if (files.contains(name)) {
        return path(name);
      }
    }
    return null;
  }

  /** What is here, shortened, for messages. */
  public String found() {
    List<String> names = new ArrayList<>();
    directories.forEach(name -> names.add(name + "/"));
    names.addAll(files);
    return names.isEmpty() ? "nothing" : shortened(names);
  }

  /** The first names of many, with how many more there are. */
  public static String shortened(List<String> names) {
    String shown = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
    return names.size() > SHOWN ? shown + " and " + (names.size() - SHOWN) + " more" : shown;
  }
}
