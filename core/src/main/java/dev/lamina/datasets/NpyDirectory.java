package dev.lamina.datasets;

import dev.lamina.DataException;
import dev.lamina.datasets.arrays.ArrayNames;
import dev.lamina.datasets.arrays.NamedArray;
import dev.lamina.datasets.folders.Listing;
import dev.lamina.datasets.folders.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A directory of NumPy files: {@code x_train.npy} and {@code y_train.npy}, and for the test {@code
 * x_test.npy} and {@code y_test.npy}.
 *
 * <pre>{@code
 * // in Python: numpy.save("data/x_train.npy", x_train), and so on
 * TrainTest data = NpyDirectory.load(Path.of("data"));
 * }</pre>
 *
 * <p>Names may be written in any case and order ({@code X_train}, {@code trainImages}, {@code
 * test_labels}); a validation part ({@code x_val}) becomes {@link TrainTest#validation()}; {@code
 * x.npy} and {@code y.npy} alone are all samples.
 *
 * <p>Inputs are (count, height, width, channels), (count, height, width), which gets a channel
 * axis, or (count, features). uint8 is divided by 255, other types are taken as they are, unless
 * {@link DataOptions#divideBy(double)} says otherwise. Values that are not finite are refused.
 * Targets of shape (count) or (count, 1) are class indices from {@link DataOptions#firstLabel()}
 * when they are whole numbers of any type, and names of classes when they are texts; one-hot rows
 * become class indices on {@link DataOptions#oneHotToLabels(boolean) demand}; other targets are
 * taken as they are. The inputs are mapped from disk, so they may be larger than memory. Without
 * test files {@link DataOptions#testFraction()} of each class is held out, or of all samples where
 * there are no classes, chosen by {@link DataOptions#seed()}.
 */
public final class NpyDirectory {

  static final String LOOKED_FOR =
      "x_train.npy and y_train.npy (and x_test.npy, y_test.npy, the test part)";

  private NpyDirectory() {}

  /** As {@link #load(Path, DataOptions)} with the default options. */
  public static TrainTest load(Path directory) throws IOException {
    return load(directory, new DataOptions());
  }

  /**
   * Opens the directory's files.
   *
   * @throws DataException when the content is malformed or does not fit together
   * @throws IOException when a file is missing or cannot be read
   */
  public static TrainTest load(Path directory, DataOptions options) throws IOException {
    Listing listing = Listing.of(directory);
    Map<Part, ArrayData.Pair> parts = new EnumMap<>(Part.class);
    ArrayNames names = names(listing);
    if (!names.parts().containsKey(Part.TRAIN)) {
      throw missing(listing, "x_train.npy");
    }
    for (Map.Entry<Part, ArrayNames.Pair> part : names.parts().entrySet()) {
      String name = part.getKey().names.split("\\|", 2)[0];
      parts.put(
          part.getKey(),
          new ArrayData.Pair(
              file(listing, part.getValue().x(), "x_" + name + ".npy"),
              file(listing, part.getValue().y(), "y_" + name + ".npy")));
    }
    return ArrayData.of(parts, directory.toString(), "x_test.npy", options);
  }

  static boolean isIn(Listing listing) throws DataException {
    return !names(listing).parts().isEmpty();
  }

  private static ArrayNames names(Listing listing) throws DataException {
    List<String> files =
        listing.files.stream()
            .filter(name -> name.toLowerCase(Locale.ROOT).endsWith(".npy"))
            .toList();
    return ArrayNames.in(files, listing.directory.toString());
  }

  private static NamedArray file(Listing listing, Optional<String> name, String expected)
      throws IOException {
    if (name.isEmpty()) {
      throw missing(listing, expected);
    }
    Path file = listing.path(name.get());
    return new NamedArray(file.toString(), NpyFile.open(file).array());
  }

  private static DataException missing(Listing listing, String expected) {
    return new DataException(
        "%s: there is no %s; expected %s; found: %s"
            .formatted(listing.directory, expected, LOOKED_FOR, listing.found()));
  }
}
