package dev.lamina.datasets;

import dev.lamina.DataException;
import dev.lamina.datasets.arrays.IdxFile;
import dev.lamina.datasets.arrays.NamedArray;
import dev.lamina.datasets.folders.Listing;
import dev.lamina.datasets.folders.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A directory of IDX files, the format of MNIST and Fashion-MNIST, gzipped or not.
 *
 * <pre>{@code
 * TrainTest mnist = IdxDirectory.load(Path.of("mnist"));
 * }</pre>
 *
 * <p>Looked for are {@code train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte}, {@code
 * t10k-images-idx3-ubyte} and {@code t10k-labels-idx1-ubyte}, each with or without {@code .gz};
 * also with {@code test} for {@code t10k}, with a dot before {@code idx}, with another rank, and
 * with the other IDX types (byte, short, int, float, double) for {@code ubyte}. Of two files that
 * differ in {@code .gz} alone the unpacked one is read.
 *
 * <p>Images of rank 3 (count, height, width) get a channel axis. Unsigned bytes are divided by 255,
 * other types are taken as they are. Labels are whole numbers from 0; other targets are taken as
 * they are. Without test files {@link DataOptions#testFraction()} of each class is held out, chosen
 * by {@link DataOptions#seed()}.
 */
public final class IdxDirectory {

  static final String LOOKED_FOR =
      "train-images-idx3-ubyte[.gz] and train-labels-idx1-ubyte[.gz] (and t10k-..., the test part)";

  private static final Pattern ANY =
      Pattern.compile(
          "(train|t10k|test)-(images|labels)[-.]idx\\d-(ubyte|byte|short|int|float|double)(\\.gz)?");

  private IdxDirectory() {}

  /** As {@link #load(Path, DataOptions)} with the default options. */
  public static TrainTest load(Path directory) throws IOException {
    return load(directory, new DataOptions());
  }

  /**
   * Reads the directory's files.
   *
   * @throws DataException when the content is malformed or does not fit together
   * @throws IOException when a file is missing or cannot be read
   */
  public static TrainTest load(Path directory, DataOptions options) throws IOException {
    Listing listing = Listing.of(directory);
    Map<Part, ArrayData.Pair> parts = new EnumMap<>(Part.class);
    parts.put(Part.TRAIN, read(listing, "train"));
    String testName = isTestHere(listing, "t10k") ? "t10k" : "test";
    if (isTestHere(listing, testName)) {
      parts.put(Part.TEST, read(listing, testName));
    }
    return ArrayData.of(parts, directory.toString(), "t10k-images-idx3-ubyte[.gz]", options);
  }

  static boolean isIn(Listing listing) {
    return listing.files.stream().anyMatch(name -> ANY.matcher(name).matches());
  }

  private static boolean isTestHere(Listing listing, String part) {
    return find(listing, part, "images") != null || find(listing, part, "labels") != null;
  }

  private static ArrayData.Pair read(Listing listing, String part) throws IOException {
    Path images = find(listing, part, "images");
    Path labels = find(listing, part, "labels");
    if (images == null || labels == null) {
      throw new DataException(
          "%s: there is no %s-%s file; expected %s; found: %s"
              .formatted(
                  listing.directory,
                  part,
                  images == null ? "images-idx3-ubyte[.gz]" : "labels-idx1-ubyte[.gz]",
                  LOOKED_FOR,
                  listing.found()));
    }
    return new ArrayData.Pair(
        new NamedArray(images.toString(), IdxFile.read(images)),
        new NamedArray(labels.toString(), IdxFile.read(labels)));
  }

  private static @Nullable Path find(Listing listing, String part, String kind) {
    // Sorted, so that a name comes before the same name with .gz.
    return listing.files.stream()
        .filter(name -> name.startsWith(part + "-" + kind) && ANY.matcher(name).matches())
        .findFirst()
        .map(listing::path)
        .orElse(null);
  }
}
