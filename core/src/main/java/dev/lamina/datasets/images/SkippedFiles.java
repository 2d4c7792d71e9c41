package dev.lamina.datasets.images;

import dev.lamina.datasets.folders.FileNames;
import dev.lamina.datasets.folders.Listing;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The files below a data directory that are not read, counted by the end of their names. */
public final class SkippedFiles {

  private static final String NO_SUFFIX = "no suffix";

  /** Formats of images that are not read, and what to do about them. */
  private static final Map<String, List<String>> MENDS =
      Map.of(
          "convert them to PNG or JPEG",
          List.of(
              ".tif", ".tiff", ".heic", ".heif", ".hif", ".avif", ".jp2", ".j2k", ".jpx", ".jxl",
              ".svg", ".ico", ".psd", ".tga", ".pcx", ".pbm", ".pgm", ".ppm", ".pnm", ".exr",
              ".hdr", ".dds", ".jxr", ".xcf"),
          "develop them to JPEG or PNG",
          List.of(".dng", ".cr2", ".cr3", ".nef", ".arw", ".orf", ".rw2", ".raf", ".pef", ".srw"),
          "add the module lamina-webp to the class path, or convert them to PNG or JPEG",
          List.of(".webp"));

  private final Map<String, Integer> counts = new TreeMap<>();

  /** Counts what {@link ClassFolders#imagesBelow} leaves out, hidden files aside. */
  public static SkippedFiles below(Path directory) throws IOException {
    SkippedFiles skipped = new SkippedFiles();
    Files.walkFileTree(
        directory,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            boolean isHidden = !folder.equals(directory) && isHidden(folder);
            return isHidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = file.getFileName().toString();
            if (attributes.isRegularFile() && !isHidden(file) && !ImageFormat.hasSuffix(name)) {
              skipped.add(name);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE; // whoever reads the images complains
          }
        });
    return skipped;
  }

  /** As {@link #below}, of several directories together, each counted once. */
  public static SkippedFiles belowAll(List<Path> directories) throws IOException {
    SkippedFiles all = new SkippedFiles();
    for (Path directory : Set.copyOf(directories)) {
      all.addAll(below(directory));
    }
    return all;
  }

  private static boolean isHidden(Path path) {
    return Listing.isHidden(FileNames.of(path));
  }

  /** Whether a file is an image, but of a format that is not read. */
  static boolean isImage(String fileName) {
    String suffix = ImageFormat.suffix(fileName);
    return !ImageFormat.hasSuffix(fileName)
        && MENDS.values().stream().anyMatch(suffixes -> suffixes.contains(suffix));
  }

  private void add(String fileName) {
    String suffix = ImageFormat.suffix(fileName);
    counts.merge(suffix.isEmpty() ? NO_SUFFIX : suffix, 1, Integer::sum);
  }

  /** Counts what was skipped elsewhere too. */
  public void addAll(SkippedFiles other) {
    other.counts.forEach((suffix, count) -> counts.merge(suffix, count, Integer::sum));
  }

  /** How many files there are of each suffix, sorted by it. */
  public Map<String, Integer> counts() {
    return counts;
  }

  /** A sentence about those that are images, and what would read them; empty when none is. */
  public Optional<String> note() {
    List<String> parts =
        MENDS.entrySet().stream()
            .map(mend -> part(mend.getKey(), mend.getValue()))
            .flatMap(Optional::stream)
            .sorted()
            .toList();
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of("not read, as their formats are unknown: " + String.join("; ", parts));
  }

  private Optional<String> part(String mend, List<String> suffixes) {
    String found =
        counts.entrySet().stream()
            .filter(entry -> suffixes.contains(entry.getKey()))
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", "));
    return found.isEmpty() ? Optional.empty() : Optional.of(found + " (" + mend + ")");
  }
}
