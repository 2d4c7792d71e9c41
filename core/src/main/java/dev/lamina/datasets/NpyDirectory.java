package dev.lamina.datasets;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A directory of NumPy files: {@code x_train.npy} and {@code y_train.npy}, and for the test {@code
 * x_test.npy} and {@code y_test.npy}.
 *
 * <pre>{@code
 * // in Python: numpy.save("data/x_train.npy", x_train), and so on
 * TrainTest data = NpyDirectory.load(Path.of("data"));
 * }</pre>
 *
 * <p>Inputs are (count, height, width, channels), (count, height, width), which gets a channel
 * axis, or (count, features). uint8 is divided by 255, other types are taken as they are.
 * Whole-number targets of shape (count) or (count, 1) are class indices from 0; other targets are
 * taken as they are. The inputs are mapped from disk, so they may be larger than memory. Without
 * test files the last {@link DataOptions#testFraction()} of the samples is held out; shuffle the
 * arrays before saving them when they are sorted by class.
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
    Dataset train = read(listing, "train", options.classes());
    if (listing.find("x_test.npy", "y_test.npy") == null) {
      return ArrayFiles.holdOut(train, options.testFraction(), directory, "x_test.npy");
    }
    return ArrayFiles.trainTest(train, read(listing, "test", train.classes()), directory);
  }

  static boolean isIn(Listing listing) {
    return listing.find("x_train.npy", "y_train.npy", "x_test.npy", "y_test.npy") != null;
  }

  private static Dataset read(Listing listing, String part, OptionalInt classes)
      throws IOException {
    return ArrayFiles.pair(
        file(listing, "x_" + part + ".npy"), file(listing, "y_" + part + ".npy"), classes);
  }

  private static ArrayFiles.Part file(Listing listing, String name) throws IOException {
    @Nullable Path file = listing.find(name);
    if (file == null) {
      throw new DataException(
          "%s: there is no %s; expected %s; found: %s"
              .formatted(listing.directory, name, LOOKED_FOR, listing.found()));
    }
    return new ArrayFiles.Part(file, NpyFile.open(file).array());
  }
}
