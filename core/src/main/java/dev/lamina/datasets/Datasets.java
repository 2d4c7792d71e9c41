package dev.lamina.datasets;

import dev.lamina.DataException;
import dev.lamina.datasets.folders.Listing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Opens data by name or directory, whichever kind it is.
 *
 * <pre>{@code
 * TrainTest clothes = Datasets.open("fashion-mnist", new DataOptions());
 * TrainTest photos = Datasets.open("photos", new DataOptions().imageSize(64, 64));
 * }</pre>
 */
public final class Datasets {

  private static final String FASHION_MNIST = "fashion-mnist";
  private static final String FASHION_MNIST_SMALL = "fashion-mnist-small";

  private Datasets() {}

  /**
   * Opens a data set by its name, or a directory.
   *
   * @param nameOrDirectory {@code fashion-mnist} for {@link FashionMnist#load()}, {@code
   *     fashion-mnist-small} for {@link FashionMnist#bundled()}; anything else is a directory
   * @param options how to read a directory; the two names need none
   * @throws DataException when the content is malformed, or it is no data set
   * @throws IOException when a file is missing or cannot be read
   */
  public static TrainTest open(String nameOrDirectory, DataOptions options) throws IOException {
    if (nameOrDirectory.equals(FASHION_MNIST)) {
      return FashionMnist.load();
    }
    if (nameOrDirectory.equals(FASHION_MNIST_SMALL)) {
      return FashionMnist.bundled();
    }
    Path directory = FilePaths.of(nameOrDirectory);
    if (!Files.exists(directory)) {
      throw new NoSuchFileException(
          nameOrDirectory,
          null,
          "no such directory, and no data set of this name (there are %s and %s); check the spelling"
              .formatted(FASHION_MNIST, FASHION_MNIST_SMALL));
    }
    return open(directory, options);
  }

  /** As {@link #open(Path, DataOptions)} with the default options. */
  public static TrainTest open(Path directory) throws IOException {
    return open(directory, new DataOptions());
  }

  /**
   * Opens an {@code .npz} file ({@link NpzFile}), or a directory: NumPy files ({@link
   * NpyDirectory}), a single {@code .npz} file, IDX files ({@link IdxDirectory}), or one folder of
   * images per class ({@link ImageDirectory}).
   *
   * @throws DataException when the content is malformed, the directory is none of these, or both of
   *     the first two
   * @throws IOException when a file is missing or cannot be read
   */
  public static TrainTest open(Path directory, DataOptions options) throws IOException {
    if (isNpz(directory.toString()) && Files.isRegularFile(directory)) {
      return NpzFile.load(directory, options);
    }
    Listing listing = Listing.of(directory);
    boolean npy = NpyDirectory.isIn(listing);
    boolean idx = IdxDirectory.isIn(listing);
    if (npy && idx) {
      throw new DataException(
          directory
              + ": holds NumPy files and IDX files; keep one kind; found: "
              + listing.found());
    }
    if (npy) {
      return NpyDirectory.load(directory, options);
    }
    if (idx) {
      return IdxDirectory.load(directory, options);
    }
    List<String> archives = listing.files.stream().filter(Datasets::isNpz).toList();
    if (archives.size() == 1) {
      return NpzFile.load(listing.path(archives.get(0)), options);
    }
    if (archives.size() > 1) {
      throw new DataException(
          "%s: holds several .npz files (%s); name one of them"
              .formatted(directory, Listing.shortened(archives)));
    }
    if (ImageDirectory.isIn(listing)) {
      return ImageDirectory.load(directory, options);
    }
    throw new DataException(
        """
        %s: no data set found. Looked for:
          NumPy files: %s
          an .npz file: %s
          IDX files: %s
          images: %s
        Found: %s"""
            .formatted(
                directory,
                NpyDirectory.LOOKED_FOR,
                NpzFile.LOOKED_FOR,
                IdxDirectory.LOOKED_FOR,
                ImageDirectory.LOOKED_FOR,
                listing.found()));
  }

  private static boolean isNpz(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(".npz");
  }
}
