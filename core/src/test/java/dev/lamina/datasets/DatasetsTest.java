package dev.lamina.datasets;

import static dev.lamina.datasets.TestFiles.idxBytes;
import static dev.lamina.datasets.TestFiles.idxLabels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.DataException;
import dev.lamina.ir.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetsTest {

  @TempDir Path directory;

  private void writeNpy() throws IOException {
    NpyFile.write(directory.resolve("x_train.npy"), Shape.of(6, 2, 2), new float[24]);
    NpyFile.write(directory.resolve("y_train.npy"), Shape.of(6), new int[6]);
  }

  private void writeIdx() throws IOException {
    Files.write(directory.resolve("train-images-idx3-ubyte"), idxBytes(6, 3, 3));
    Files.write(directory.resolve("train-labels-idx1-ubyte"), idxLabels(0, 0, 0, 0, 0, 0));
  }

  @Test
  void findsNumPyFiles() throws IOException {
    writeNpy();
    TrainTest data = Datasets.open(directory);
    assertThat(data.train().inputShape()).isEqualTo(Shape.of(2, 2, 1));
    assertThat(Datasets.open(directory.toString(), new DataOptions().classes(7)).train().classes())
        .hasValue(7);
  }

  @Test
  void findsIdxFiles() throws IOException {
    writeIdx();
    assertThat(Datasets.open(directory).train().inputShape()).isEqualTo(Shape.of(3, 3, 1));
  }

  @Test
  void findsImages() throws IOException {
    for (String name : new String[] {"a/1.png", "a/2.png", "b/1.png", "b/2.png"}) {
      Path file = directory.resolve(name);
      Files.createDirectories(file.getParent());
      ImageIO.write(new BufferedImage(4, 5, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
    }
    assertThat(Datasets.open(directory).train().inputShape()).isEqualTo(Shape.of(5, 4, 3));
  }

  @Test
  void fashionMnistByName() throws IOException {
    assertThat(Datasets.open("fashion-mnist", new DataOptions()).source())
        .contains("Fashion-MNIST");
  }

  @Test
  void anIncompleteSetIsToldByItsKind() throws IOException {
    Files.write(directory.resolve("y_test.npy"), new byte[1]);
    assertThatThrownBy(() -> Datasets.open(directory))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("there is no x_train.npy");
  }

  @Test
  void twoKindsAreRefused() throws IOException {
    writeNpy();
    writeIdx();
    assertThatThrownBy(() -> Datasets.open(directory))
        .isInstanceOf(DataException.class)
        .hasMessage(
            directory
                + ": holds NumPy files and IDX files; keep one kind; found:"
                + " train-images-idx3-ubyte, train-labels-idx1-ubyte, x_train.npy, y_train.npy");
  }

  @Test
  void noDatasetListsWhatWasLookedForAndFound() throws IOException {
    Files.createDirectories(directory.resolve("sub"));
    for (int i = 0; i < 12; i++) {
      Files.write(directory.resolve("file-" + (char) ('a' + i) + ".csv"), new byte[0]);
    }
    assertThatThrownBy(() -> Datasets.open(directory))
        .isInstanceOf(DataException.class)
        .hasMessage(
            directory
                + """
                : no data set found. Looked for:
                  NumPy files: x_train.npy and y_train.npy (and x_test.npy, y_test.npy, the test part)
                  an .npz file: x_train and y_train (and x_test, y_test, the test part), x and y, or arr_0 and arr_1
                  IDX files: train-images-idx3-ubyte[.gz] and train-labels-idx1-ubyte[.gz] (and t10k-..., the test part)
                  images: one folder per class with .png, .jpg, .jpeg, .bmp or .gif files (or these in train/ and test/)
                Found: sub/, file-a.csv, file-b.csv, file-c.csv, file-d.csv, file-e.csv, file-f.csv, file-g.csv, file-h.csv, file-i.csv and 3 more""");
  }

  @Test
  void missingDirectory() {
    Path missing = directory.resolve("nope");
    assertThatThrownBy(() -> Datasets.open(missing))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(missing + ": no such directory; check the path's spelling");
  }

  @Test
  void optionsAreCheckedAndCopied() {
    DataOptions defaults = new DataOptions();
    DataOptions changed =
        defaults
            .imageSize(3, 4)
            .grayscale(true)
            .testFraction(0.5)
            .seed(9)
            .classes(11)
            .cacheImages(false);
    assertThat(changed.imageSize()).contains(Shape.of(3, 4));
    assertThat(changed.grayscale()).isTrue();
    assertThat(changed.testFraction()).isEqualTo(0.5);
    assertThat(changed.seed()).isEqualTo(9);
    assertThat(changed.classes()).hasValue(11);
    assertThat(changed.cacheImages()).contains(false);
    assertThat(defaults.imageSize()).isEmpty();
    assertThat(defaults.grayscale()).isFalse();
    assertThat(defaults.testFraction()).isEqualTo(1.0 / 6);
    assertThat(defaults.classes()).isEmpty();
    assertThat(defaults.cacheImages()).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> defaults.imageSize(0, 5))
        .withMessage("image size 0x5; expected 1 to 16384 pixels each");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> defaults.testFraction(1))
        .withMessage("test fraction 1.0; expected above 0 and below 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> defaults.classes(0))
        .withMessage("0 classes; expected 1 to 2^24");
  }
}
