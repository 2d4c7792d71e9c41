package dev.lamina.datasets;

import dev.lamina.DataException;
import dev.lamina.datasets.arrays.IdxFile;
import dev.lamina.datasets.arrays.NamedArray;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Fashion-MNIST: 28x28 gray images of ten kinds of clothing, 60,000 for training and 10,000 for the
 * test (Zalando SE, MIT licence; Xiao, Rasul and Vollgraf 2017, arXiv:1708.07747).
 *
 * <pre>{@code
 * TrainTest data = FashionMnist.load();
 * System.out.println(data.source()); // which part, and from where
 * }</pre>
 *
 * <p>A part is inside this library's jar: the first 600 training and 100 test images of each class,
 * in the original order and split. Inputs are 28x28x1 from 0 to 1, targets the class index.
 */
public final class FashionMnist {

  /** Names of the classes by index. */
  public static final List<String> CLASS_NAMES =
      List.of(
          "T-shirt/top",
          "Trouser",
          "Pullover",
          "Dress",
          "Coat",
          "Sandal",
          "Shirt",
          "Sneaker",
          "Bag",
          "Ankle boot");

  /** Where Debian's package {@code dataset-fashion-mnist} puts the full set. */
  public static final Path DEBIAN_DIRECTORY = Path.of("/usr/share/datasets/fashion-mnist");

  private FashionMnist() {}

  /**
   * The full set when it is installed in {@link #DEBIAN_DIRECTORY}, else the part inside the jar;
   * {@link TrainTest#source()} says which.
   *
   * @throws DataException when the installed files are malformed
   * @throws IOException when the installed files cannot be read
   */
  public static TrainTest load() throws IOException {
    return loadOrBundled(DEBIAN_DIRECTORY);
  }

  static TrainTest loadOrBundled(Path directory) throws IOException {
    return Files.isDirectory(directory) ? load(directory) : bundled();
  }

  /**
   * The set from a directory that holds the four original IDX files.
   *
   * @throws DataException when the files are malformed
   * @throws IOException when a file is missing or cannot be read
   */
  public static TrainTest load(Path directory) throws IOException {
    TrainTest data = IdxDirectory.load(directory, new DataOptions().classes(CLASS_NAMES.size()));
    return new TrainTest(
        data.train().withClassNames(CLASS_NAMES),
        data.test().withClassNames(CLASS_NAMES),
        "Fashion-MNIST in " + data.source(),
        data.notes());
  }

  /** The part inside the jar: 6,000 training and 1,000 test images. Reads no other file. */
  public static TrainTest bundled() throws IOException {
    return new TrainTest(
        bundled("train"),
        bundled("t10k"),
        "the part of Fashion-MNIST inside Lamina (the first 600 training and 100 test images a class)");
  }

  private static Dataset bundled(String part) throws IOException {
    return ArrayData.single(
        new ArrayData.Pair(
            resource(part + "-images-idx3-ubyte.gz"), resource(part + "-labels-idx1-ubyte.gz")),
        new DataOptions().classes(CLASS_NAMES.size()),
        CLASS_NAMES,
        "Fashion-MNIST inside Lamina, " + part);
  }

  private static NamedArray resource(String name) throws IOException {
    String resource = "fashion-mnist/" + name;
    try (InputStream in = FashionMnist.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new FileNotFoundException(
            resource + " is missing beside " + FashionMnist.class + "; use the complete jar");
      }
      return new NamedArray(resource, IdxFile.readGzipped(in, resource));
    }
  }
}
