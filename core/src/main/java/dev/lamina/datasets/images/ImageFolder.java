package dev.lamina.datasets.images;

import dev.lamina.DataException;
import dev.lamina.datasets.folders.FileNames;
import dev.lamina.datasets.folders.Listing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * A directory whose folders may be classes.
 *
 * @param shown its path as messages show it, below the directory that was asked for
 * @param folders its folders that hold images at any depth, sorted
 * @param notes what else is in it and is passed over
 */
public record ImageFolder(Listing listing, String shown, List<String> folders, List<String> notes) {

  private static final int MAX_DEPTH = 8;

  static ImageFolder of(Path directory, String shown) throws IOException {
    Listing listing = Listing.of(directory);
    List<String> folders = new ArrayList<>();
    List<String> without = new ArrayList<>();
    for (String name : listing.directories) {
      boolean holdsImages = !ClassFolders.imagesBelow(listing.path(name), 1).isEmpty();
      (holdsImages ? folders : without).add(name);
    }
    List<String> notes = new ArrayList<>();
    if (!folders.isEmpty()) {
      String where = shown.isEmpty() ? "" : " in " + shown;
      for (String name : without) {
        requireNoOtherImages(listing.path(name));
      }
      addNote(notes, without, "without images%s passed over: ".formatted(where));
      addNote(notes, listing.hidden, "hidden%s and passed over: ".formatted(where));
      long stray = listing.files.stream().filter(ImageFormat::hasSuffix).count();
      if (stray > 0) {
        notes.add(
            "%d image%s beside the folders%s passed over, as only images in folders have a class"
                .formatted(stray, stray == 1 ? "" : "s", where));
      }
    }
    return new ImageFolder(listing, shown, folders, notes);
  }

  private static void addNote(List<String> notes, List<String> names, String what) {
    if (!names.isEmpty()) {
      notes.add(
          (names.size() == 1 ? "folder " : "folders ")
              + what
              + Listing.shortened(names.stream().map(name -> name + "/").toList()));
    }
  }

  /** A folder of images that are not read is a class that would go missing. */
  private static void requireNoOtherImages(Path folder) throws IOException {
    Set<String> suffixes = new TreeSet<>();
    for (String file : Listing.of(folder).files) {
      if (SkippedFiles.isImage(file)) {
        suffixes.add(ImageFormat.suffix(file));
      }
    }
    if (!suffixes.isEmpty()) {
      throw new DataException(
          "%s: the class folder holds no .png, .jpg, .jpeg, .bmp or .gif files, but images of a kind that is not read (%s); convert them to PNG or JPEG, or delete the folder"
              .formatted(folder, String.join(", ", suffixes)));
    }
  }

  /** One of its folders. */
  ImageFolder inner(String name) throws IOException {
    return of(listing.path(name), shown + name + "/");
  }

  /**
   * Its only folder if that holds folders of images again, and so on; else this. Archives often
   * unpack to such wrappings, and one around each part.
   *
   * @param isNoWrapping names of folders that stay as they are
   */
  ImageFolder unwrapped(Predicate<String> isNoWrapping) throws IOException {
    ImageFolder at = this;
    for (int depth = 0; depth < MAX_DEPTH && at.folders.size() == 1; depth++) {
      String name = at.folders.get(0);
      ImageFolder next = isNoWrapping.test(name) ? null : at.inner(name);
      if (next == null || next.folders.isEmpty()) {
        break;
      }
      List<String> all = new ArrayList<>(at.notes);
      all.addAll(next.notes);
      at = new ImageFolder(next.listing, next.shown, next.folders, all);
    }
    return at;
  }

  /** Whether there are folders of images that can be classes. */
  boolean holdsClasses() {
    // seg_pred/seg_pred/1.jpg is a wrapping around images.
    return folders.size() > 1
        || (folders.size() == 1 && !folders.get(0).equals(FileNames.of(listing.directory)));
  }
}
