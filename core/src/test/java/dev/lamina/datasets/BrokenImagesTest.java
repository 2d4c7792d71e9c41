package dev.lamina.datasets;

import static dev.lamina.datasets.TestFiles.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.DataException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokenImagesTest {

  private static final byte[] TEXT = "no image".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path directory;

  private static byte[] png(int value, int height, int width) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < height * width; i++) {
      image.getRaster().setSample(i % width, i / width, 0, value);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, "png", out)).isTrue();
    return out.toByteArray();
  }

  private Path put(String name, byte[] content) throws IOException {
    return TestFiles.write(directory.resolve(name), content);
  }

  /** Twelve images of each class, by value 10 apart. */
  @BeforeEach
  void images() throws IOException {
    for (int i = 0; i < 12; i++) {
      put("a/%02d.png".formatted(i), png(i, 2, 3));
      put("b/%02d.png".formatted(i), png(100 + i, 2, 3));
    }
  }

  private static Set<Integer> values(Dataset data) throws IOException {
    Set<Integer> values = new HashSet<>();
    for (int i = 0; i < data.size(); i++) {
      values.add(Math.round(input(data, i)[0] * 255));
    }
    return values;
  }

  @Test
  void brokenImagesArePassedOverAndListed() throws IOException {
    TrainTest before = ImageDirectory.load(directory);
    Set<Integer> train = values(before.train());
    Set<Integer> test = values(before.test());

    Path empty = put("a/00.png", new byte[0]);
    Path text = put("a/07.png", TEXT);
    byte[] good = png(103, 50, 50);
    Path cut = put("b/03.png", Arrays.copyOf(good, good.length / 2));
    TrainTest data = ImageDirectory.load(directory, new DataOptions().skipBroken(true));

    assertThat(data.notes()).hasSize(4);
    assertThat(data.notes().get(0)).isEqualTo("3 of 24 images are broken and passed over:");
    String all = String.join("\n", data.notes());
    assertThat(all)
        .contains("  " + empty + ": the image file is empty; delete it")
        .contains("  " + text + ": not a PNG, JPEG, GIF or BMP image (it starts with 6e 6f 20 69)")
        .contains("  " + cut + ": cannot be decoded as PNG (");
    // The others stay where they were, and a broken first image does not give the size.
    assertThat(data.train().inputShape()).isEqualTo(before.train().inputShape());
    List<Integer> broken = List.of(0, 7, 103);
    train.removeAll(broken);
    test.removeAll(broken);
    assertThat(values(data.train())).isEqualTo(train);
    assertThat(values(data.test())).isEqualTo(test);
    assertThat(data.train().size() + data.test().size()).isEqualTo(21);
  }

  @Test
  void soundDataHaveNothingToTell() throws IOException {
    assertThat(ImageDirectory.load(directory, new DataOptions().skipBroken(true)).notes())
        .isEmpty();
  }

  @Test
  void progressIsTold() throws IOException {
    List<Integer> seen = new ArrayList<>();
    DataOptions options =
        new DataOptions()
            .progress(
                (done, total) -> {
                  seen.add(done);
                  // 20 for training, 4 held out
                  assertThat(total).isIn(20, 4);
                })
            .skipBroken(true);
    ImageDirectory.load(directory, options);
    assertThat(seen).hasSize(24).contains(1, 20, 4);
  }

  @Test
  void aClassWithoutASoundImageIsRefused() throws IOException {
    for (int i = 0; i < 12; i++) {
      put("b/%02d.png".formatted(i), TEXT);
    }
    assertThatThrownBy(() -> ImageDirectory.load(directory, new DataOptions().skipBroken(true)))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(
            directory.resolve("b")
                + ": all training images of this class are broken, the first one because of this:"
                + " not a PNG,");
  }

  @Test
  void theTestPartMayLoseAClassButNotAll() throws IOException {
    for (String name : List.of("train/a/1.png", "train/b/1.png", "test/b/1.png")) {
      put("data/" + name, png(1, 2, 2));
    }
    Path broken = put("data/test/a/1.png", TEXT);
    DataOptions options = new DataOptions().skipBroken(true);
    TrainTest data = ImageDirectory.load(directory.resolve("data"), options);
    assertThat(data.test().size()).isEqualTo(1);
    assertThat(TestFiles.target(data.test(), 0)).containsExactly(1);
    assertThat(data.notes().get(1)).contains(broken.toString());

    put("data/test/b/1.png", TEXT);
    assertThatThrownBy(() -> ImageDirectory.load(directory.resolve("data"), options))
        .isInstanceOf(DataException.class)
        .hasMessage(
            directory.resolve("data/test")
                + ": all 2 test images are broken; \"lamina check DIR\" lists them with their"
                + " reasons");
  }

  @Test
  void withoutTheOptionTheFirstBrokenImageNamesIt() throws IOException {
    put("a/07.png", TEXT);
    TrainTest data = ImageDirectory.load(directory);
    assertThatThrownBy(
            () -> {
              values(data.train());
              values(data.test());
            })
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(directory.resolve("a/07.png") + ": not a PNG")
        .hasMessageEndingWith(
            " (--skip-broken of train and evaluate, in Java DataOptions.skipBroken, passes over broken images; \"lamina"
                + " check DIR\" lists them)");
  }

  @Test
  void aCheckTellsAllThereIs() throws IOException {
    for (String name : List.of("train/a/1.png", "train/b/1.png", "test/a/1.png", "test/b/2.png")) {
      put("data/" + name, png(name.hashCode() & 255, 4, 6));
    }
    Path large = put("data/train/a/2.png", png(1, 30, 40));
    Path small = put("data/train/b/2.png", png(2, 1, 1));
    Path copy = put("data/test/a/copy.png", png(1, 30, 40));
    put("data/train/b/same-class.png", png(2, 1, 1));
    Path empty = put("data/test/b/1.png", new byte[0]);
    put("data/train/a/x.webp", TEXT);
    put("data/train/a/readme", TEXT);
    put("data/test/a/y.webp", TEXT);

    ImageCheck check = ImageCheck.of(directory.resolve("data"), (done, total) -> {});
    assertThat(check.groups())
        .containsExactly(
            new ImageCheck.Group("train", "a", 2, 0),
            new ImageCheck.Group("train", "b", 3, 0),
            new ImageCheck.Group("test", "a", 2, 0),
            new ImageCheck.Group("test", "b", 2, 1));
    assertThat(check.broken())
        .containsExactly(
            new ImageCheck.Broken(
                empty, "the image file is empty; delete it, or replace it with a complete one"));
    assertThat(check.skipped()).containsOnlyKeys(".webp", "no suffix").containsEntry(".webp", 2);
    assertThat(check.duplicates()).containsExactly(List.of(large, copy));
    ImageCheck.Sizes sizes = check.sizes().orElseThrow();
    assertThat(sizes.smallest()).isEqualTo(dev.lamina.ir.Shape.of(1, 1));
    assertThat(sizes.mostFrequent()).isEqualTo(dev.lamina.ir.Shape.of(4, 6));
    assertThat(sizes.count()).isEqualTo(4);
    assertThat(sizes.largest()).isEqualTo(dev.lamina.ir.Shape.of(30, 40));
    assertThat(small).exists();
  }
}
