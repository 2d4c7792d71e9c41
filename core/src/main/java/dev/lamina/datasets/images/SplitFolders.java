package dev.lamina.datasets.images;

import dev.lamina.DataException;
import dev.lamina.datasets.folders.Listing;
import dev.lamina.datasets.folders.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether the folders of a directory are classes, or parts (training, validation, test)
 * that hold them.
 *
 * @param train whose folders are the classes
 * @param test empty when a share of {@code train} is to be held out
 * @param validation a third part
 * @param notes what was passed over, and how doubtful folders were taken
 */
public record SplitFolders(
    ImageFolder train,
    Optional<ImageFolder> test,
    Optional<ImageFolder> validation,
    List<String> notes) {

  private static final String RENAME =
      "the names train, val and test (training_set, Testing, valid, eval and the like) are understood";

  /** Finds the parts of the data set in this directory. */
  public static SplitFolders of(Path directory) throws IOException {
    ImageFolder top =
        ImageFolder.of(directory, "").unwrapped(name -> Part.ofFolder(name).isPresent());
    return new Finder(top).find();
  }

  /** The parts as far as they are found. */
  private static final class Finder {
    private final ImageFolder top;
    private final Path directory;
    private final Map<Part, String> parts = new EnumMap<>(Part.class);
    private final Map<Part, ImageFolder> found = new EnumMap<>(Part.class);

    /** Folders named like parts, and those of any name, that hold images but no classes. */
    private final List<String> bareParts = new ArrayList<>();

    private final List<String> bare = new ArrayList<>();

    /** Folders that hold classes, but have no part's name. */
    private final List<String> others = new ArrayList<>();

    private final List<String> notes;

    Finder(ImageFolder top) {
      this.top = top;
      this.directory = top.listing().directory;
      this.notes = new ArrayList<>(top.notes());
      if (!top.shown().isEmpty()) {
        notes.add("the folders in " + top.shown() + " are read, the only folder with images");
      }
    }

    SplitFolders find() throws IOException {
      if (top.folders().stream().noneMatch(name -> Part.ofFolder(name).isPresent())) {
        return classes();
      }
      // The training part first, as it says which names in the others are classes.
      for (String name : top.folders()) {
        if (isTrain(name)) {
          sort(name);
        }
      }
      for (String name : top.folders()) {
        if (!isTrain(name)) {
          sort(name);
        }
      }
      if (parts.isEmpty()) {
        return withoutParts();
      }
      ImageFolder train = found.get(Part.TRAIN);
      if (train == null) {
        throw refused(
            "%s like a part of a data set, but there is no training part beside; rename the folders: %s"
                .formatted(looks(List.copyOf(parts.values())), RENAME));
      }
      if (!others.isEmpty()) {
        throw refused(
            "%s/ looks like the training part, but %s neither a training, nor a validation or test part; move away what is none, or rename it: %s"
                .formatted(parts.get(Part.TRAIN), are(others), RENAME));
      }
      ImageFolder test = takeTest();
      if (test == null) {
        throw refused(withoutTest(train));
      }
      ImageFolder validation = takeValidation();
      if (!bare.isEmpty()) {
        notes.add(
            "passed over, as the images in it have no class folders: " + Listing.shortened(bare));
      }
      return new SplitFolders(
          train, Optional.of(test), Optional.ofNullable(validation), List.copyOf(notes));
    }

    private static boolean isTrain(String name) {
      return Part.ofFolder(name).equals(Optional.of(Part.TRAIN));
    }

    private void sort(String name) throws IOException {
      Optional<Part> part = Part.ofFolder(name);
      ImageFolder train = found.get(Part.TRAIN);
      List<String> classes = train == null ? List.of() : train.folders();
      ImageFolder inner = top.inner(name).unwrapped(classes::contains);
      if (!inner.holdsClasses()) {
        bare.add(name + "/");
        if (part.isPresent()) {
          bareParts.add(name + "/");
        }
      } else if (part.isEmpty()) {
        others.add(name + "/");
      } else {
        String before = parts.put(part.get(), name);
        if (before != null) {
          throw refused(
              "%s/ and %s/ both look like the %s part; put the images of both into one, or move one away"
                  .formatted(before, name, part.get()));
        }
        found.put(part.get(), inner);
        notes.addAll(inner.notes());
      }
    }

    private @Nullable ImageFolder takeTest() {
      for (Part part : List.of(Part.TEST, Part.EVALUATION, Part.VALIDATION)) {
        ImageFolder folder = found.remove(part);
        if (folder != null) {
          return folder;
        }
      }
      return null;
    }

    private @Nullable ImageFolder takeValidation() throws DataException {
      ImageFolder validation = found.get(Part.VALIDATION);
      ImageFolder evaluation = found.get(Part.EVALUATION);
      if (validation != null && evaluation != null) {
        throw refused(
            "%s and %s could both be the validation part; move one away"
                .formatted(validation.shown(), evaluation.shown()));
      }
      return validation == null ? evaluation : validation;
    }

    private SplitFolders classes() {
      return new SplitFolders(top, Optional.empty(), Optional.empty(), List.copyOf(notes));
    }

    /** Folders with the names of parts, none of which holds classes. */
    private SplitFolders withoutParts() throws DataException {
      if (bareParts.size() == top.folders().size()) {
        throw refused(
            "%s like a part of a data set, but there are no class folders inside, so that nothing says of which class an image is; make one folder for each class there"
                .formatted(looks(bareParts)));
      }
      for (String name : bareParts) {
        notes.add(
            name + " is taken as a class of this name, as it holds images and no class folders");
      }
      return classes();
    }

    private String withoutTest(ImageFolder train) {
      List<String> empty = new ArrayList<>();
      for (String name : top.listing().directories) {
        if (Part.ofFolder(name).isPresent() && !top.folders().contains(name)) {
          empty.add(name + "/");
        }
      }
      String unlabelled =
          !bare.isEmpty()
              ? "the images in %s beside have no class folders".formatted(Listing.shortened(bare))
              : !empty.isEmpty()
                  ? "there are no images in %s beside".formatted(Listing.shortened(empty))
                  : "there is no test part beside";
      return "%s looks like the training part, but %s; add a test part (test/ or val/ with the same class folders), or name %s, of which a share of each class is then held out"
          .formatted(train.shown(), unlabelled, train.listing().directory);
    }

    private DataException refused(String problem) {
      return new DataException(directory + ": " + problem);
    }

    private static String looks(List<String> names) {
      List<String> all =
          names.stream().map(name -> name.endsWith("/") ? name : name + "/").toList();
      return String.join(" and ", all) + (all.size() == 1 ? " looks" : " look");
    }

    private static String are(List<String> names) {
      return Listing.shortened(names) + (names.size() == 1 ? " is" : " are");
    }
  }
}
