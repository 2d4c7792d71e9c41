package dev.lamina.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.DataException;
import dev.lamina.datasets.images.ImageBytes;
import dev.lamina.datasets.images.ImageFile;
import dev.lamina.ir.Shape;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Images of every kind give the pixels that Pillow reads; see {@code tools/image-golden}. */
class ImageGoldenTest {

  /** Of 255: what decoders of lossy images may differ by. */
  private static final float TOLERANCE = 2;

  private static Path directory() throws URISyntaxException {
    return Path.of(ImageGoldenTest.class.getResource("golden").toURI());
  }

  static List<String> images() throws Exception {
    try (Stream<Path> files = Files.list(directory())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.endsWith(".npy"))
          .sorted()
          .toList();
    }
  }

  @Test
  void allKindsAreThere() throws Exception {
    assertThat(images()).hasSizeGreaterThanOrEqualTo(70);
    for (String format : List.of(".png", ".jpg", ".bmp", ".gif")) {
      assertThat(images()).anyMatch(name -> name.endsWith(format));
    }
  }

  @ParameterizedTest
  @MethodSource("images")
  void pixelsAreThoseOfPillow(String name) throws Exception {
    assertPixels(name, "rgb", 3);
    assertPixels(name, "gray", 1);
  }

  private static void assertPixels(String name, String kind, int channels) throws Exception {
    Path file = directory().resolve(name);
    NpyFile expected = NpyFile.open(directory().resolve(name + "." + kind + ".npy"));
    // Gray has two axes in the file, of which the first counts as samples; colour has three.
    float[] wanted = expected.toInputs();
    Shape size = ImageFile.size(ImageBytes.of(file), false);
    assertThat(wanted).hasSize(size.size() * channels);
    float[] actual = Images.read(file, Shape.of(size.dim(0), size.dim(1), channels), false);
    assertThat(worst(actual, wanted)).isLessThanOrEqualTo(TOLERANCE);
  }

  private static float worst(float[] actual, float[] expected) throws IOException {
    assertThat(actual).hasSize(expected.length);
    float worst = 0;
    for (int i = 0; i < actual.length; i++) {
      worst = Math.max(worst, Math.abs(actual[i] - expected[i]) * 255);
    }
    return Math.round(worst);
  }

  @ParameterizedTest
  @MethodSource("images")
  void damagedFilesAreReadOrRefused(String name) throws Exception {
    byte[] good = Files.readAllBytes(directory().resolve(name));
    SplittableRandom random = new SplittableRandom(name.hashCode());
    for (int i = 0; i < 40; i++) {
      byte[] bytes = Arrays.copyOf(good, 1 + random.nextInt(good.length));
      for (int n = random.nextInt(4); n > 0; n--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        assertThat(Images.read(bytes, Shape.of(4, 4, 3))).hasSize(48);
      } catch (DataException e) {
        assertThat(e).hasMessageStartingWith("the image: ");
      }
    }
  }
}
