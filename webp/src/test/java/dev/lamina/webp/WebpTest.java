package dev.lamina.webp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.DataException;
import dev.lamina.datasets.DataOptions;
import dev.lamina.datasets.Dataset;
import dev.lamina.datasets.ImageCheck;
import dev.lamina.datasets.ImageDirectory;
import dev.lamina.datasets.Images;
import dev.lamina.datasets.NpyFile;
import dev.lamina.datasets.TrainTest;
import dev.lamina.engine.reference.ReferenceEngine;
import dev.lamina.ir.Shape;
import dev.lamina.layers.Input;
import dev.lamina.layers.core.Dense;
import dev.lamina.layers.reshaping.Flatten;
import dev.lamina.models.Fit;
import dev.lamina.models.Sequential;
import dev.lamina.optimizers.Adam;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the plug-in on the class path, WebP images are read; see {@code tools/image-golden}. */
class WebpTest {

  @TempDir Path directory;

  private static Path golden(String name) throws Exception {
    return Path.of(WebpTest.class.getResource(name).toURI());
  }

  /** Pixels as Pillow reads them, from 0 to 1. */
  private static NpyFile expected(String name) throws Exception {
    return NpyFile.open(golden(name + ".rgb.npy"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lossless.webp",
        "lossless-alpha.webp",
        "lossless-profile.webp",
        "lossless-palette.webp"
      })
  void losslessImagesGiveTheirPixels(String name) throws Exception {
    NpyFile expected = expected(name);
    Shape shape = Shape.of(expected.dims()[0], expected.dims()[1], 3);
    assertThat(Images.read(golden(name), shape)).isEqualTo(expected.toInputs());
  }

  @ParameterizedTest
  @ValueSource(strings = {"lossy.webp", "lossy-alpha.webp", "lossy-profile.webp"})
  void lossyImagesAreCloseAwayFromTheEdgesOfColours(String name) throws Exception {
    float[] expected = expected(name).toInputs();
    float[] actual = Images.read(golden(name), Shape.of(64, 64, 3));
    for (int i = 0; i < actual.length; i++) {
      int y = i / 3 / 64;
      int x = i / 3 % 64;
      if (Math.abs(y - 31.5) > 8 && Math.abs(x - 31.5) > 8) {
        assertThat(Math.abs(actual[i] - expected[i]) * 255).isLessThan(2.5f);
      }
    }
  }

  @Test
  void imagesAreTurnedUpright() throws Exception {
    NpyFile stored = expected("orientation-6.webp");
    int height = stored.dims()[0];
    int width = stored.dims()[1];
    float[] pixels = stored.toInputs();
    float[] upright = Images.read(golden("orientation-6.webp"), Shape.of(width, height, 3));
    for (int y = 0; y < width; y++) {
      for (int x = 0; x < height; x++) {
        int from = ((height - 1 - x) * width + y) * 3;
        assertThat(Arrays.copyOfRange(upright, (y * height + x) * 3, (y * height + x) * 3 + 3))
            .isEqualTo(Arrays.copyOfRange(pixels, from, from + 3));
      }
    }
    assertThat(Images.read(golden("orientation-6.webp"), Shape.of(height, width, 3), false))
        .isEqualTo(pixels);
  }

  @Test
  void animatedImagesAreRefused() throws Exception {
    assertThatThrownBy(() -> Images.read(golden("animated.webp"), Shape.of(8, 8, 3)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            golden("animated.webp")
                + ": an animated WebP image; convert the frame that matters to PNG");
  }

  @Test
  void damagedImagesAreRefused() throws Exception {
    for (String name : new String[] {"lossless.webp", "lossy.webp", "lossy-alpha.webp"}) {
      byte[] good = Files.readAllBytes(golden(name));
      for (int length = 12; length < good.length; length += 7) {
        byte[] cut = Arrays.copyOf(good, length);
        assertThatThrownBy(() -> Images.read(cut, Shape.of(8, 8, 3)))
            .isInstanceOf(DataException.class)
            .hasMessageStartingWith("the image: cannot be decoded as WEBP (it is cut off)");
      }
    }
  }

  private void classFolders() throws Exception {
    for (int i = 0; i < 6; i++) {
      for (String name : new String[] {"lossless", "lossy"}) {
        Path file = directory.resolve("%s/%d.webp".formatted(name, i));
        Files.createDirectories(file.getParent());
        Files.copy(golden(name + ".webp"), file);
      }
    }
  }

  @Test
  void aFolderOfThemTrains() throws Exception {
    classFolders();
    TrainTest data = ImageDirectory.load(directory, new DataOptions().imageSize(8, 8));
    Dataset train = data.train();
    assertThat(train.classNames()).containsExactly("lossless", "lossy");
    assertThat(train.size()).isEqualTo(10);
    assertThat(data.notes()).isEmpty();
    Sequential model =
        new Sequential(new Input(8, 8, 3), new Flatten(), new Dense(2).activation("softmax"));
    try (model) {
      model.setEngine(ReferenceEngine.float32());
      model.setSeed(1);
      model.compile(new Adam(0.05), "sparse_categorical_crossentropy", "accuracy");
      model.fit(train, Fit.epochs(20).batchSize(10));
      assertThat(model.evaluate(data.test(), 2).get("accuracy")).isEqualTo(1.0);
    }
  }

  @Test
  void aCheckReadsThem() throws Exception {
    classFolders();
    Files.write(directory.resolve("lossy/0.webp"), new byte[] {1, 2, 3});
    ImageCheck check = ImageCheck.of(directory, (done, total) -> {});
    assertThat(check.broken()).hasSize(1);
    assertThat(check.skipped()).isEmpty();
  }

  @Test
  void hostileSizesAreRefused() throws IOException {
    byte[] bomb =
        "RIFF....WEBPVP8X....\0\0\0\0\377\377\0\377\377\0".getBytes(StandardCharsets.ISO_8859_1);
    bomb[16] = 10;
    bomb[17] = 0;
    bomb[18] = 0;
    bomb[19] = 0;
    assertThatThrownBy(() -> Images.read(bomb, Shape.of(8, 8, 3)))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("the image: ");
  }
}
