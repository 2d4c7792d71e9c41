package dev.lamina.datasets;

import dev.lamina.ir.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

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
 * <p>Classes are numbered in the order of their names. When the only folders are {@code train} and
 * one or more of {@code test}, {@code val}, {@code validation} and {@code valid}, the class folders
 * are in them; the first of these that is there is the test part. Otherwise {@link
 * DataOptions#testFraction()} of each class is held out, chosen by {@link DataOptions#seed()}.
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

  private static final List<String> TEST_NAMES = List.of("test", "val", "validation", "valid");
  private static final int HEAP_SHARE = 4;

  private ImageDirectory() {}

  /** As {@link #load(Path, DataOptions)} with the default options. */
  public static TrainTest load(Path directory) throws IOException {
    return load(directory, new DataOptions());
  }

  /**
   * Lists the directory's images and reads the size of the first.
   *
   * @throws DataException when there are no images, a class folder is empty, or there are fewer
   *     than two classes
   * @throws IOException when a file is missing or cannot be read
   */
  public static TrainTest load(Path directory, DataOptions options) throws IOException {
    Listing listing = Listing.of(directory);
    if (!isSplit(listing)) {
      return split(checkedTraining(ClassFolders.in(listing), listing), options);
    }
    Listing trainListing = Listing.of(directory.resolve("train"));
    ClassFolders train = checkedTraining(ClassFolders.in(trainListing), trainListing);
    String testName = TEST_NAMES.stream().filter(listing.directories::contains).findFirst().get();
    Listing testListing = Listing.of(directory.resolve(testName));
    ClassFolders test = checked(ClassFolders.in(testListing), testListing);
    return trainTest(train, test, directory + " (train/ and " + testName + "/)", options);
  }

  static boolean isIn(Listing listing) throws IOException {
    for (String name : listing.directories) {
      if (!ClassFolders.imagesBelow(listing.directory.resolve(name), 1).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSplit(Listing listing) {
    Set<String> names = Set.copyOf(listing.directories);
    return names.size() > 1
        && names.contains("train")
        && names.stream().allMatch(name -> name.equals("train") || TEST_NAMES.contains(name));
  }

  private static ClassFolders checked(ClassFolders folders, Listing listing) throws DataException {
    if (folders.count() == 0) {
      throw new DataException(
          "%s: there are no images; expected %s; found: %s"
              .formatted(listing.directory, LOOKED_FOR, listing.found()));
    }
    for (int i = 0; i < folders.files().size(); i++) {
      if (folders.files().get(i).isEmpty()) {
        throw new DataException(
            "%s: the class folder holds no .png, .jpg, .jpeg, .bmp or .gif files; add images, or"
                    .formatted(listing.directory.resolve(folders.names().get(i)))
                + " delete the folder");
      }
    }
    return folders;
  }

  private static ClassFolders checkedTraining(ClassFolders folders, Listing listing)
      throws DataException {
    checked(folders, listing);
    if (folders.names().size() < 2) {
      throw new DataException(
          "%s: only one class folder (%s); expected at least two; name the directory that holds the"
                  .formatted(listing.directory, folders.names().get(0))
              + " class folders");
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
                    .formatted(all.directory().resolve(all.names().get(c)), all.directory())
                + " "
                + all.directory()
                + "/test");
      }
      long wanted = Math.round(files.size() * options.testFraction());
      int held = (int) Math.max(1, Math.min(files.size() - 1, wanted));
      int[] order = BatchReader.permutation(files.size(), options.seed(), c);
      boolean[] isTest = new boolean[files.size()];
      for (int i = 0; i < held; i++) {
        isTest[order[i]] = true;
      }
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
        "%s (no test/: %d of %d images are held out for the test, chosen by seed %d)"
            .formatted(all.directory(), testPart.count(), all.count(), options.seed());
    return trainTest(trainPart, testPart, source, options);
  }

  private static TrainTest trainTest(
      ClassFolders listedTrain, ClassFolders listedTest, String source, DataOptions options)
      throws IOException {
    BrokenImages broken = new BrokenImages(options);
    ClassFolders train = broken.without(listedTrain, "training", true);
    ClassFolders test = broken.without(listedTest, "test", false);
    Shape size = options.imageSize().orElse(null);
    if (size == null) {
      size = size(train.files().get(0).get(0), options);
    }
    Shape shape = Shape.of(size.dim(0), size.dim(1), options.grayscale() ? 1 : 3);
    long bytes = (long) shape.size() * (train.count() + test.count());
    boolean cached =
        options.cacheImages().orElse(bytes <= Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    TrainTest data =
        new TrainTest(
            dataset(train, train.names(), shape, options.exifOrientation(), cached),
            dataset(test, train.names(), shape, options.exifOrientation(), cached),
            source);
    for (String note : broken.notes()) {
      data = data.withNote(note);
    }
    Optional<String> skipped =
        SkippedFiles.belowAll(List.of(train.directory(), test.directory())).note();
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
    Listing listing = Listing.of(directory);
    Map<String, ClassFolders> parts = new LinkedHashMap<>();
    if (isSplit(listing)) {
      for (String part : listing.directories) {
        parts.put(part, ClassFolders.in(Listing.of(directory.resolve(part))));
      }
    } else {
      parts.put("", ClassFolders.in(listing));
    }
    return parts;
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
                .formatted(folders.directory().resolve(folders.names().get(c)), classNames));
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
