package dev.lamina.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.DataException;
import dev.lamina.Requires;
import dev.lamina.ir.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FashionMnistTest {

  private static int label(Dataset data, int index) throws IOException {
    float[] to = new float[1];
    data.readTarget(index, to, 0);
    return (int) to[0];
  }

  private static float[] image(Dataset data, int index) throws IOException {
    float[] to = new float[28 * 28];
    data.readInput(index, to, 0);
    return to;
  }

  @ParameterizedTest
  @CsvSource({"6000, 600, true", "1000, 100, false"})
  void theBundledPartIsBalanced(int size, int perClass, boolean training) throws IOException {
    TrainTest both = FashionMnist.bundled();
    Dataset data = training ? both.train() : both.test();
    assertThat(data.size()).isEqualTo(size);
    assertThat(data.inputShape()).isEqualTo(Shape.of(28, 28, 1));
    assertThat(data.targetShape()).isEqualTo(Shape.of());
    assertThat(data.classes()).hasValue(10);
    assertThat(data.classNames()).hasSize(10).startsWith("T-shirt/top").endsWith("Ankle boot");
    int[] counts = new int[10];
    for (int i = 0; i < size; i++) {
      counts[label(data, i)]++;
    }
    assertThat(counts).containsOnly(perClass);
  }

  @ParameterizedTest
  @CsvSource({
    "train-images-idx3-ubyte, cf313073c7eb485392848071d5c433571d7166043e971e3345b095cc30518084",
    "train-labels-idx1-ubyte, 097b93fbcf9bd5bc648b1a457ddc55c9e4ab49afb33f9ecae8ce068399a75e3a",
    "t10k-images-idx3-ubyte, 7cee33c3c6414b1b86c25e665a6c4f41584269de3b7cc9768b1d351922845eef",
    "t10k-labels-idx1-ubyte, 3128d790775889812b73c4f13923559c8b9e281d112c6ea7862acf60a206a909"
  })
  void theBundledFilesAreWhatTheirMakerWrote(String name, String sha256) throws Exception {
    try (InputStream in =
        new GZIPInputStream(
            FashionMnist.class.getResourceAsStream("fashion-mnist/" + name + ".gz"))) {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(in.readAllBytes());
      assertThat(HexFormat.of().formatHex(digest)).isEqualTo(sha256);
    }
  }

  @Test
  void theBundledPartIsTheFirstOfEachClassInTheFullSet() throws IOException {
    Requires.thatHere(
        Files.isDirectory(FashionMnist.DEBIAN_DIRECTORY),
        "Debian's package dataset-fashion-mnist is not installed");
    TrainTest full = FashionMnist.load();
    assertThat(full.source()).isEqualTo("Fashion-MNIST in " + FashionMnist.DEBIAN_DIRECTORY);
    assertThat(full.train().size()).isEqualTo(60_000);
    assertThat(full.test().size()).isEqualTo(10_000);
    Dataset part = FashionMnist.bundled().train();
    int[] taken = new int[10];
    int next = 0;
    for (int i = 0; i < full.train().size() && next < part.size(); i++) {
      int label = label(full.train(), i);
      if (taken[label]++ < 600) {
        assertThat(label(part, next)).isEqualTo(label);
        assertThat(image(part, next)).isEqualTo(image(full.train(), i));
        next++;
      }
    }
    assertThat(next).isEqualTo(6000);
  }

  @Test
  void pixelsAreFrom0To1() throws IOException {
    // The first training image is an ankle boot on black.
    Dataset train = FashionMnist.bundled().train();
    assertThat(label(train, 0)).isEqualTo(9);
    float[] pixels = image(train, 0);
    float max = 0;
    for (float pixel : pixels) {
      assertThat(pixel).isBetween(0f, 1f);
      max = Math.max(max, pixel);
    }
    assertThat(max).isEqualTo(1);
    assertThat(pixels[0]).isZero();
  }

  @Test
  void withoutAnInstalledSetTheBundledPartIsUsedAndSaidSo(@TempDir Path directory)
      throws IOException {
    TrainTest data = FashionMnist.loadOrBundled(directory.resolve("missing"));
    assertThat(data.train().size()).isEqualTo(6000);
    assertThat(data)
        .hasToString(
            "6000 training and 1000 test samples of 28x28x1, 10 classes, from the part of"
                + " Fashion-MNIST inside Lamina (the first 600 training and 100 test images a"
                + " class)");
  }

  @Test
  void aDirectoryThatWasNamedMustHoldTheSet(@TempDir Path directory) {
    assertThatThrownBy(() -> FashionMnist.load(directory.resolve("missing")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(
            directory.resolve("missing") + ": no such directory; check the path's spelling");
    assertThatThrownBy(() -> FashionMnist.loadOrBundled(directory))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("there is no train-images-idx3-ubyte[.gz] file");
  }
}
