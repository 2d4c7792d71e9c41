package dev.lamina.datasets;

import dev.lamina.DataException;
import dev.lamina.datasets.folders.Listing;
import dev.lamina.datasets.images.ClassFolders;
import dev.lamina.datasets.images.ImageBytes;
import dev.lamina.datasets.images.ImageFile;
import dev.lamina.datasets.images.ImageFolder;
import dev.lamina.datasets.images.SkippedFiles;
import dev.lamina.datasets.images.SplitFolders;
import dev.lamina.datasets.samples.LabelSamples;
import dev.lamina.ir.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A directory with one folder of images per class, as Keras's {@code image_dataset_from_directory}
 * reads it.
 *
 * <pre>{@code
 * // photos/cat/1.jpg, photos/cat/2.png, ..., photos/dog/1.jpg, ...
 * TrainTest data = ImageDirectory.load(Path.of("photos"), new DataOptions().imageSize(64, 64));
 * List<String> names = data.train().classNames(); // cat, dog
 * }</pre>
 *
 * <p>Classes are numbered in the order of their names. When there are folders {@code train} and
 * {@code test} (or {@code val}, {@code eval}; also {@code Training}, {@code test_set}, {@code
 * seg_train} and the like), the class folders are in them; where all three are there, {@code val}
 * becomes {@link TrainTest#validation()}. Otherwise {@link DataOptions#testFraction()} of each
 * class is held out, chosen by {@link DataOptions#seed()}. Hidden folders, {@code __MACOSX} and
 * folders without images are passed over, which {@link TrainTest#notes()} say.
 *
 * <p>Files are PNG, JPEG, GIF (the first frame) and BMP of any size, and WebP where the module
 * {@code lamina-webp} is on the class path. Their pixels are those that {@link Images} reads,
 * turned upright unless {@link DataOptions#exifOrientation(boolean)} says otherwise. Files of other
 * formats are counted in {@link TrainTest#notes()}. Images are decoded while training runs, resized
 * by bilinear interpolation to height x width (with antialiasing where they shrink; the aspect
 * ratio is not kept) and scaled to 0 to 1, where Keras leaves 0 to 255 and does not antialias.
 * Alpha is left out. Inputs are height x width x 3, or x 1 with {@link
 * DataOptions#grayscale(boolean)}. An image may have up to 2^26 pixels (8192 x 8192) and 65535 a
 * side, which its header is checked for first.
 */
public final class ImageDirectory {

  static final String LOOKED_FOR =
      "one folder per class with .png, .jpg, .jpeg, .bmp or .gif files (or these in train/ and"
          + " test/)";

  private static final String SCALING = "pixels divided by 255";
  private static final int HEAP_SHARE = 4;

  private ImageDirectory() {}

  /** As {@link #load(Path, DataOptions)} with the default options. */
  public static TrainTest load(Path directory) throws IOException {
    return load(directory, new DataOptions());
  }

  /**
   * Lists the directory's images and reads the size of the first.
   *
   * @throws DataException when there are no images, there are fewer than two classes, or the
   *     folders look like parts of a data set but cannot be used as such
   * @throws IOException when a file is missing or cannot be read
   */
  public static TrainTest load(Path directory, DataOptions options) throws IOException {
    SplitFolders split = SplitFolders.of(directory);
    ClassFolders train = checkedTraining(ClassFolders.in(split.train()), split.train().listing());
    if (split.test().isEmpty()) {
      return noted(split(train, options), split.notes());
    }
    ImageFolder test = split.test().get();
    String source =
        "%s (%s and %s; %s)".formatted(directory, split.train().shown(), test.shown(), SCALING);
    ClassFolders validation = null;
    if (split.validation().isPresent()) {
      ImageFolder folder = split.validation().get();
      validation = ClassFolders.in(folder);
      source =
          "%s (%s, %s for validation, and %s; %s)"
              .formatted(directory, split.train().shown(), folder.shown(), test.shown(), SCALING);
    }
    return noted(
        trainTest(train, validation, ClassFolders.in(test), source, options), split.notes());
  }

  private static TrainTest noted(TrainTest data, List<String> notes) {
    TrainTest noted = data;
    for (String note : notes) {
      noted = noted.withNote(note);
    }
    return noted;
  }

  static boolean isIn(Listing listing) throws IOException {
    for (String name : listing.directories) {
      if (!ClassFolders.imagesBelow(listing.path(name), 1).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private static ClassFolders checked(ClassFolders folders, Listing listing) throws DataException {
    if (folders.count() == 0) {
      throw new DataException(
          "%s: there are no images; expected %s; found: %s"
              .formatted(listing.directory, LOOKED_FOR, listing.found()));
    }
    return folders;
  }

  private static ClassFolders checkedTraining(ClassFolders folders, Listing listing)
      throws DataException {
    checked(folders, listing);
    if (folders.names().size() < 2) {
      throw new DataException(
          "%s: only one class folder (%s); expected at least two with images; name the directory that holds the class folders; found: %s"
              .formatted(listing.directory, folders.names().get(0), listing.found()));
    }
    return folders;
  }

  /** Holds out a share of each class, at least one image and not all. */
  private static TrainTest split(ClassFolders all, DataOptions options) throws IOException {
    List<List<Path>> train = new ArrayList<>();
    List<List<Path>> test = new ArrayList<>();
    for (int c = 0; c < all.files().size(); c++) {
      List<Path> files = all.files().get(c);
      if (files.size() < 2) {
        throw new DataException(
            "%s: one image cannot be split into training and test; add images, or make %s/train and"
                    .formatted(all.files().get(c).get(0).getParent(), all.directory())
                + " "
                + all.directory()
                + "/test");
      }
      boolean[] isTest = HoldOut.share(files.size(), options.testFraction(), options.seed(), c);
      List<Path> trainFiles = new ArrayList<>();
      List<Path> testFiles = new ArrayList<>();
      for (int i = 0; i < isTest.length; i++) {
        (isTest[i] ? testFiles : trainFiles).add(files.get(i));
      }
      train.add(trainFiles);
      test.add(testFiles);
    }
    ClassFolders trainPart = new ClassFolders(all.directory(), all.names(), train);
    ClassFolders testPart = new ClassFolders(all.directory(), all.names(), test);
    String source =
        "%s (no test/: %d of %d images are held out for the test, chosen by seed %d; %s)"
            .formatted(all.directory(), testPart.count(), all.count(), options.seed(), SCALING);
    return trainTest(trainPart, null, testPart, source, options);
  }

  private static TrainTest trainTest(
      ClassFolders listedTrain,
      @Nullable ClassFolders listedValidation,
      ClassFolders listedTest,
      String source,
      DataOptions options)
      throws IOException {
    BrokenImages broken = new BrokenImages(options);
    ClassFolders train = broken.without(listedTrain, "training", true);
    ClassFolders validation =
        listedValidation == null ? null : broken.without(listedValidation, "validation", false);
    ClassFolders test = broken.without(listedTest, "test", false);
    Shape size = options.imageSize().orElse(null);
    if (size == null) {
      size = size(train.files().get(0).get(0), options);
    }
    Shape shape = Shape.of(size.dim(0), size.dim(1), options.grayscale() ? 1 : 3);
    long bytes =
        (long) shape.size()
            * (train.count() + test.count() + (validation == null ? 0 : validation.count()));
    boolean cached =
        options.cacheImages().orElse(bytes <= Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    TrainTest data =
        new TrainTest(
            dataset(train, train.names(), shape, options.exifOrientation(), cached),
            validation == null
                ? Optional.empty()
                : Optional.of(
                    dataset(validation, train.names(), shape, options.exifOrientation(), cached)),
            dataset(test, train.names(), shape, options.exifOrientation(), cached),
            source,
            broken.notes());
    List<Path> read = new ArrayList<>(List.of(train.directory(), test.directory()));
    if (validation != null) {
      read.add(validation.directory());
    }
    Optional<String> skipped = SkippedFiles.belowAll(read).note();
    return skipped.isPresent() ? data.withNote(skipped.get()) : data;
  }

  private static Shape size(Path first, DataOptions options) throws IOException {
    try {
      return ImageFile.size(ImageBytes.of(first), options.exifOrientation());
    } catch (DataException e) {
      throw BrokenImages.hinted(e);
    }
  }

  /** The class folders of each part, by its name; a directory without parts is one without name. */
  static Map<String, ClassFolders> parts(Path directory) throws IOException {
    SplitFolders split = SplitFolders.of(directory);
    if (split.test().isEmpty()) {
      return Map.of("", ClassFolders.in(split.train()));
    }
    Map<String, ClassFolders> parts = new LinkedHashMap<>();
    put(parts, split.train());
    if (split.validation().isPresent()) {
      put(parts, split.validation().get());
    }
    put(parts, split.test().get());
    return parts;
  }

  private static void put(Map<String, ClassFolders> parts, ImageFolder folder) throws IOException {
    parts.put(folder.shown().substring(0, folder.shown().length() - 1), ClassFolders.in(folder));
  }

  private static Dataset dataset(
      ClassFolders folders, List<String> classNames, Shape shape, boolean turned, boolean cached)
      throws DataException {
    List<Path> files = new ArrayList<>();
    int[] labels = new int[folders.count()];
    for (int c = 0; c < folders.names().size(); c++) {
      int label = classNames.indexOf(folders.names().get(c));
      if (label < 0) {
        throw new DataException(
            "%s: there is no class of this name among the training classes %s; rename the folder"
                .formatted(
                    Path.of(folders.directory() + "/" + folders.names().get(c)), classNames));
      }
      for (Path file : folders.files().get(c)) {
        labels[files.size()] = label;
        files.add(file);
      }
    }
    return new PairedDataset(
        new ImageSamples(files, shape, turned, cached),
        new LabelSamples(labels),
        OptionalInt.of(classNames.size()),
        classNames,
        folders.directory().toString());
  }
}
