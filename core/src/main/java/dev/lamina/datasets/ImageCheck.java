package dev.lamina.datasets;

import dev.lamina.DataException;
import dev.lamina.datasets.folders.Listing;
import dev.lamina.datasets.images.ClassFolders;
import dev.lamina.datasets.images.ImageInspection;
import dev.lamina.datasets.images.SkippedFiles;
import dev.lamina.ir.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is in a directory of images: every file decoded, on all cores.
 *
 * <pre>{@code
 * ImageCheck check = ImageCheck.of(Path.of("photos"), (done, total) -> {});
 * check.broken().forEach(image -> System.out.println(image.file() + ": " + image.reason()));
 * }</pre>
 *
 * @param groups how many images there are of each class in each part
 * @param broken the files that cannot be read as images
 * @param skipped how many files were passed over, by the end of their names
 * @param duplicates files of equal content that lie in different classes or parts, together
 * @param sizes empty when all images are broken
 */
public record ImageCheck(
    List<Group> groups,
    List<Broken> broken,
    Map<String, Integer> skipped,
    List<List<Path>> duplicates,
    Optional<Sizes> sizes) {

  /**
   * The images of a class in a part of the data.
   *
   * @param part {@code train}, {@code test} and the like; empty when the data have no parts
   * @param name the class folder's
   * @param images how many files, broken ones among them
   * @param broken how many of them are broken
   */
  public record Group(String part, String name, int images, int broken) {
    /** For people, such as {@code train/cat: 60 images, 1 broken}. */
    @Override
    public String toString() {
      return "%s%s: %d image%s, %d broken"
          .formatted(
              part.isEmpty() ? "" : part + "/", name, images, images == 1 ? "" : "s", broken);
    }
  }

  /**
   * An image that cannot be read.
   *
   * @param reason what is wrong and what to do, a sentence
   */
  public record Broken(Path file, String reason) {
    /** For people: the file and the reason. */
    @Override
    public String toString() {
      return file + ": " + reason;
    }
  }

  /**
   * Heights and widths, upright where EXIF data turn an image.
   *
   * @param smallest of the fewest pixels
   * @param mostFrequent the size that most images have
   * @param count how many have it
   * @param largest of the most pixels
   */
  public record Sizes(Shape smallest, Shape mostFrequent, int count, Shape largest) {
    /** For people, such as {@code 20x30 to 400x300, mostly 100x100 (40 images)}. */
    @Override
    public String toString() {
      return "%s to %s, mostly %s (%d image%s)"
          .formatted(smallest, largest, mostFrequent, count, count == 1 ? "" : "s");
    }
  }

  /** Copies the lists. */
  public ImageCheck {
    groups = List.copyOf(groups);
    broken = List.copyOf(broken);
    duplicates = List.copyOf(duplicates);
  }

  /** For people, such as {@code 120 images in 4 classes, 1 broken, 3 other files}. */
  @Override
  public String toString() {
    return "%d images in %d class folders, %d broken, %d other files"
        .formatted(
            groups.stream().mapToInt(Group::images).sum(),
            groups.size(),
            broken.size(),
            skipped.values().stream().mapToInt(Integer::intValue).sum());
  }

  /** Whether the directory is one of images, by what {@link Datasets#open(Path)} goes by. */
  public static boolean isImageDirectory(Path directory) throws IOException {
    Listing listing = Listing.of(directory);
    return !NpyDirectory.isIn(listing)
        && !IdxDirectory.isIn(listing)
        && ImageDirectory.isIn(listing);
  }

  /**
   * Decodes all images of a directory that {@link ImageDirectory} reads.
   *
   * @param progress is told of each image
   * @throws DataException when there are no images
   * @throws IOException when a directory cannot be read
   */
  public static ImageCheck of(Path directory, CheckProgress progress) throws IOException {
    Map<String, ClassFolders> parts = ImageDirectory.parts(directory);
    List<Path> files = new ArrayList<>();
    List<Integer> groupOf = new ArrayList<>();
    List<String[]> names = new ArrayList<>();
    SkippedFiles skipped = new SkippedFiles();
    for (Map.Entry<String, ClassFolders> part : parts.entrySet()) {
      ClassFolders folders = part.getValue();
      skipped.addAll(SkippedFiles.below(folders.directory()));
      for (int c = 0; c < folders.names().size(); c++) {
        for (Path file : folders.files().get(c)) {
          files.add(file);
          groupOf.add(names.size());
        }
        names.add(new String[] {part.getKey(), folders.names().get(c)});
      }
    }
    List<ImageInspection> found = new ImageInspector(true, progress).inspect(files);
    int[] images = new int[names.size()];
    int[] bad = new int[names.size()];
    List<Broken> broken = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      images[groupOf.get(i)]++;
      if (found.get(i).isBroken()) {
        bad[groupOf.get(i)]++;
        broken.add(new Broken(found.get(i).file(), found.get(i).problem()));
      }
    }
    List<Group> groups = new ArrayList<>();
    for (int g = 0; g < images.length; g++) {
      groups.add(new Group(names.get(g)[0], names.get(g)[1], images[g], bad[g]));
    }
    return new ImageCheck(
        groups, broken, skipped.counts(), duplicates(found, groupOf), sizes(found));
  }

  private static List<List<Path>> duplicates(List<ImageInspection> found, List<Integer> groupOf) {
    Map<String, List<Integer>> byHash = new LinkedHashMap<>();
    for (int i = 0; i < found.size(); i++) {
      if (!found.get(i).isBroken()) {
        byHash.computeIfAbsent(found.get(i).hash(), hash -> new ArrayList<>()).add(i);
      }
    }
    return byHash.values().stream()
        .filter(same -> same.stream().map(groupOf::get).distinct().count() > 1)
        .map(same -> same.stream().map(i -> found.get(i).file()).toList())
        .toList();
  }

  private static Optional<Sizes> sizes(List<ImageInspection> found) {
    Map<Shape, Integer> counts = new HashMap<>();
    for (ImageInspection image : found) {
      Shape size = image.size();
      if (size != null) {
        counts.merge(size, 1, Integer::sum);
      }
    }
    if (counts.isEmpty()) {
      return Optional.empty();
    }
    Comparator<Shape> byPixels =
        Comparator.<Shape>comparingLong(size -> (long) size.dim(0) * size.dim(1))
            .thenComparingInt(size -> size.dim(0));
    List<Shape> sorted = counts.keySet().stream().sorted(byPixels).toList();
    Shape mostFrequent = sorted.stream().max(Comparator.comparing(counts::get)).orElseThrow();
    return Optional.of(
        new Sizes(
            sorted.get(0),
            mostFrequent,
            counts.getOrDefault(mostFrequent, 0),
            sorted.get(sorted.size() - 1)));
  }
}
