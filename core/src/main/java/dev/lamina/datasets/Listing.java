package dev.lamina.datasets;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The names in a directory, sorted; hidden ones left out. */
final class Listing {

  private static final int SHOWN = 10;

  final Path directory;
  final List<String> files;
  final List<String> directories;

  private Listing(Path directory, List<String> files, List<String> directories) {
    this.directory = directory;
    this.files = files;
    this.directories = directories;
  }

  static Listing of(Path directory) throws IOException {
    FileErrors.checkDirectory(directory);
    List<String> files = new ArrayList<>();
    List<String> directories = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (!name.startsWith(".")) {
          (Files.isDirectory(entry) ? directories : files).add(name);
        }
      }
    } catch (IOException e) {
      throw FileErrors.explained(directory, e);
    }
    Collections.sort(files);
    Collections.sort(directories);
    return new Listing(directory, files, directories);
  }

  /** The first of the given names that is a file here. */
  @Nullable Path find(String... names) {
    for (String name : names) {
      if (files.contains(name)) {
        return directory.resolve(name);
      }
    }
    return null;
  }

  /** What is here, shortened, for messages. */
  String found() {
    List<String> names = new ArrayList<>();
    directories.forEach(name -> names.add(name + "/"));
    names.addAll(files);
    if (names.isEmpty()) {
      return "nothing";
    }
    String shown = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
    return names.size() > SHOWN ? shown + " and " + (names.size() - SHOWN) + " more" : shown;
  }
}
