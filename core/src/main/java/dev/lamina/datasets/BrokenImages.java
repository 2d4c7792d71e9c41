package dev.lamina.datasets;

import dev.lamina.DataException;
import dev.lamina.datasets.folders.FileErrors;
import dev.lamina.datasets.images.ClassFolders;
import dev.lamina.datasets.images.ImageInspection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Passes over the image files that cannot be decoded, where the options ask for it. */
final class BrokenImages {

  private final DataOptions options;
  private final List<ImageInspection> broken = new ArrayList<>();
  private int count;

  BrokenImages(DataOptions options) {
    this.options = options;
  }

  /**
   * The folders without broken files. Where these are not to be passed over, only empty files are
   * looked for, which takes no time, and refused.
   *
   * @param part what is done with these images, {@code training} or {@code test}
   * @param needsEachClass whether an image of each class must be left, or one of any is enough
   * @throws DataException when too little is left, or a file is empty
   */
  ClassFolders without(ClassFolders folders, String part, boolean needsEachClass)
      throws IOException {
    if (!options.skipBroken()) {
      for (List<Path> files : folders.files()) {
        for (Path file : files) {
          refuseIfEmpty(file);
        }
      }
      return folders;
    }
    List<Path> all = folders.files().stream().flatMap(List::stream).toList();
    count += all.size();
    Set<Path> bad = new HashSet<>();
    for (ImageInspection image :
        new ImageInspector(options.exifOrientation(), options.progress()).inspect(all)) {
      if (image.isBroken()) {
        bad.add(image.file());
        broken.add(image);
      }
    }
    List<List<Path>> sound = new ArrayList<>();
    for (List<Path> files : folders.files()) {
      List<Path> left = files.stream().filter(file -> !bad.contains(file)).toList();
      if (needsEachClass && left.isEmpty() && !files.isEmpty()) {
        throw new DataException(
            "%s: all %s images of this class are broken, the first one because of this: %s; replace them"
                .formatted(files.get(0).getParent(), part, broken(files.get(0)).problem()));
      }
      sound.add(left);
    }
    if (bad.size() == all.size()) {
      throw new DataException(
          "%s: all %d %s images are broken; \"lamina check DIR\" lists them with their reasons"
              .formatted(folders.directory(), all.size(), part));
    }
    return new ClassFolders(folders.directory(), folders.names(), sound);
  }

  private ImageInspection broken(Path file) {
    return broken.stream().filter(image -> image.file().equals(file)).findFirst().orElseThrow();
  }

  private static void refuseIfEmpty(Path file) throws IOException {
    try {
      if (Files.size(file) == 0) {
        throw hinted(
            new DataException(
                file + ": the image file is empty; delete it, or replace it with a complete one"));
      }
    } catch (IOException e) {
      throw FileErrors.explained(file, e);
    }
  }

  /** How many were passed over, and then each with the reason; nothing when there were none. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (!broken.isEmpty()) {
      notes.add("%d of %d images are broken and passed over:".formatted(broken.size(), count));
      broken.forEach(image -> notes.add("  " + image.file() + ": " + image.problem()));
    }
    return notes;
  }

  /** The complaint about one image of many, with what helps against all of them. */
  static DataException hinted(DataException e) {
    return new DataException(
        e.getMessage()
            + " (--skip-broken of train and evaluate, in Java DataOptions.skipBroken, passes over broken images; \"lamina"
            + " check DIR\" lists them)",
        e);
  }
}
