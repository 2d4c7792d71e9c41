package dev.lamina.datasets;

import static dev.lamina.datasets.TestFiles.input;
import static dev.lamina.datasets.TestFiles.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.DataException;
import dev.lamina.ir.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageDirectoryTest {

  @TempDir Path directory;

  /** An image of one gray value, by which tests recognize it. */
  private Path image(String name, int value, int height, int width) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, value * 0x010101);
    }
    String format = name.substring(name.lastIndexOf('.') + 1);
    assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
    return file;
  }

  private static int value(Dataset data, int index) throws IOException {
    return Math.round(input(data, index)[0] * 255);
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> ImageDirectory.load(directory))
        .isInstanceOf(DataException.class)
        .hasMessage(message.replace("DIR", directory.toString()));
  }

  private static final String HINT =
      " (--skip-broken of train and evaluate, in Java DataOptions.skipBroken, passes over broken images; \"lamina check"
          + " DIR\" lists them)";

  private static final String LOOKED_FOR =
      "one folder per class with .png, .jpg, .jpeg, .bmp or .gif files (or these in train/ and"
          + " test/)";

  @Test
  void trainAndTestFolders() throws IOException {
    image("train/dog/b.png", 20, 4, 6);
    image("train/cat/deep/er/z.bmp", 11, 3, 3);
    image("train/cat/a.PNG", 10, 4, 6);
    image("train/emu/1.gif", 30, 9, 9);
    image("test/dog/x.jpg", 200, 40, 40);
    Files.writeString(directory.resolve("train/cat/notes.txt"), "no image");
    Files.createDirectories(directory.resolve("train/.cache"));
    TrainTest data = ImageDirectory.load(directory);
    Dataset train = data.train();
    assertThat(train.classNames()).containsExactly("cat", "dog", "emu");
    assertThat(train.classes()).hasValue(3);
    assertThat(train.size()).isEqualTo(4);
    // The first image, cat/a.PNG, gives the size.
    assertThat(train.inputShape()).isEqualTo(Shape.of(4, 6, 3));
    int[] values = {10, 11, 20, 30};
    int[] labels = {0, 0, 1, 2};
    for (int i = 0; i < 4; i++) {
      assertThat(value(train, i)).isEqualTo(values[i]);
      assertThat(target(train, i)).containsExactly(labels[i]);
    }
    assertThat(data.test().classNames()).containsExactly("cat", "dog", "emu");
    assertThat(target(data.test(), 0)).containsExactly(1);
    assertThat(value(data.test(), 0)).isBetween(198, 202);
    assertThat(data.source()).isEqualTo(directory + " (train/ and test/; pixels divided by 255)");
  }

  @Test
  void validationStandsInForTest() throws IOException {
    for (String part : new String[] {"train", "val"}) {
      image(part + "/a/1.png", 1, 2, 2);
      image(part + "/b/1.png", 2, 2, 2);
    }
    assertThat(ImageDirectory.load(directory).source())
        .isEqualTo(directory + " (train/ and val/; pixels divided by 255)");
  }

  @Test
  void aClassMayBeNamedTrain() throws IOException {
    for (String name : new String[] {"train", "ship"}) {
      image(name + "/1.png", 1, 2, 2);
      image(name + "/2.png", 2, 2, 2);
    }
    assertThat(ImageDirectory.load(directory).train().classNames())
        .containsExactly("ship", "train");
  }

  @Test
  void withoutATestFolderAShareOfEachClassIsHeldOutBySeed() throws IOException {
    for (int i = 0; i < 20; i++) {
      image("a/" + (100 + i) + ".png", i, 2, 2);
    }
    for (int i = 0; i < 10; i++) {
      image("b/" + (100 + i) + ".png", 100 + i, 2, 2);
    }
    image("c/1.png", 200, 2, 2);
    image("c/2.png", 201, 2, 2);
    DataOptions options = new DataOptions().testFraction(0.2);
    TrainTest data = ImageDirectory.load(directory, options);
    Map<Integer, Integer> perClass = new HashMap<>();
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < data.test().size(); i++) {
      perClass.merge((int) target(data.test(), i)[0], 1, Integer::sum);
      seen.add(value(data.test(), i));
    }
    // round(20 * 0.2), round(10 * 0.2), and at least one of two
    assertThat(perClass).containsExactly(Map.entry(0, 4), Map.entry(1, 2), Map.entry(2, 1));
    for (int i = 0; i < data.train().size(); i++) {
      assertThat(seen.add(value(data.train(), i))).isTrue();
    }
    assertThat(seen).hasSize(32);
    assertThat(data.source())
        .isEqualTo(
            directory
                + " (no test/: 7 of 32 images are held out for the test, chosen by seed 0;"
                + " pixels divided by 255)");

    assertThat(testValues(options)).isEqualTo(testValues(options.seed(0)));
    assertThat(testValues(options)).isNotEqualTo(testValues(options.seed(1)));
  }

  private Set<Integer> testValues(DataOptions options) throws IOException {
    Dataset test = ImageDirectory.load(directory, options).test();
    Set<Integer> values = new HashSet<>();
    for (int i = 0; i < test.size(); i++) {
      values.add(value(test, i));
    }
    return values;
  }

  @Test
  void sizeAndGrayscaleAsAsked() throws IOException {
    image("a/1.png", 1, 9, 9);
    image("a/2.png", 2, 5, 7);
    image("b/1.png", 3, 2, 2);
    image("b/2.png", 4, 2, 2);
    TrainTest data =
        ImageDirectory.load(directory, new DataOptions().imageSize(6, 8).grayscale(true));
    assertThat(data.train().inputShape()).isEqualTo(Shape.of(6, 8, 1));
    float[] pixels = input(data.train(), 0);
    for (float pixel : pixels) {
      assertThat(pixel).isEqualTo(pixels[0]);
    }
  }

  @Test
  void imagesAreDecodedOnceWhenCachedAndAgainWhenNot() throws IOException {
    image("train/a/1.png", 7, 2, 2);
    image("train/b/1.png", 8, 2, 2);
    image("test/a/1.png", 9, 2, 2);
    image("test/b/1.png", 9, 2, 2);
    Dataset cached = ImageDirectory.load(directory, new DataOptions().cacheImages(true)).train();
    Dataset fresh = ImageDirectory.load(directory, new DataOptions().cacheImages(false)).train();
    Dataset byDefault = ImageDirectory.load(directory).train();
    for (Dataset data : new Dataset[] {cached, fresh, byDefault}) {
      assertThat(value(data, 0)).isEqualTo(7);
    }
    image("train/a/1.png", 77, 2, 2);
    assertThat(value(cached, 0)).isEqualTo(7);
    assertThat(value(byDefault, 0)).isEqualTo(7);
    assertThat(value(fresh, 0)).isEqualTo(77);
  }

  @Test
  void linksAreFollowedAndLoopsLeftOut() throws IOException {
    Path real = image("elsewhere/1.png", 5, 2, 2).getParent();
    image("elsewhere/2.png", 6, 2, 2);
    Path data = Files.createDirectories(directory.resolve("data"));
    Files.createSymbolicLink(data.resolve("a"), real);
    Files.createSymbolicLink(data.resolve("b"), real);
    Files.createSymbolicLink(real.resolve("loop"), real);
    TrainTest parts = ImageDirectory.load(data);
    assertThat(parts.train().size()).isEqualTo(2);
    assertThat(parts.train().classNames()).containsExactly("a", "b");
  }

  @Test
  void aFolderWithoutImagesIsPassedOver() throws IOException {
    image("cat/1.png", 1, 2, 2);
    image("cat/2.png", 1, 2, 2);
    Files.createDirectories(directory.resolve("dog"));
    Files.writeString(directory.resolve("dog/readme.txt"), "");
    assertRefused(
        "DIR: only one class folder (cat); expected at least two with images; name the directory"
            + " that holds the class folders; found: cat/, dog/");
    image("emu/1.png", 1, 2, 2);
    image("emu/2.png", 1, 2, 2);
    TrainTest data = ImageDirectory.load(directory);
    assertThat(data.train().classNames()).containsExactly("cat", "emu");
    assertThat(data.notes()).containsExactly("folder without images passed over: dog/");
  }

  @Test
  void noImagesAtAll() throws IOException {
    assertRefused("DIR: there are no images; expected " + LOOKED_FOR + "; found: nothing");
    Files.createDirectories(directory.resolve("cat"));
    Files.writeString(directory.resolve("a.png"), "in no class folder");
    assertRefused("DIR: there are no images; expected " + LOOKED_FOR + "; found: cat/, a.png");
  }

  @Test
  void anEmptyTestFolder() throws IOException {
    image("train/a/1.png", 1, 2, 2);
    image("train/b/1.png", 1, 2, 2);
    Files.createDirectories(directory.resolve("test"));
    assertRefused(
        "DIR: train/ looks like the training part, but there are no images in test/ beside; add a"
            + " test part (test/ or val/ with the same class folders), or name DIR/train, of which"
            + " a share of each class is then held out");
  }

  @Test
  void oneClassIsTooFew() throws IOException {
    image("images/1.png", 1, 2, 2);
    assertRefused(
        "DIR: only one class folder (images); expected at least two with images; name the directory"
            + " that holds the class folders; found: images/");
  }

  @Test
  void oneImageCannotBeSplit() throws IOException {
    image("a/1.png", 1, 2, 2);
    image("a/2.png", 1, 2, 2);
    image("b/1.png", 1, 2, 2);
    assertRefused(
        "DIR/b: one image cannot be split into training and test; add images, or make DIR/train and"
            + " DIR/test");
  }

  @Test
  void testClassesMustBeTrainingClasses() throws IOException {
    image("train/a/1.png", 1, 2, 2);
    image("train/b/1.png", 1, 2, 2);
    image("test/a/1.png", 1, 2, 2);
    image("test/c/1.png", 1, 2, 2);
    assertRefused(
        "DIR/test/c: there is no class of this name among the training classes [a, b]; rename the"
            + " folder");
  }

  @Test
  void anEmptyImageFileIsFoundBeforeTraining() throws IOException {
    image("a/1.png", 1, 2, 2);
    image("a/2.png", 1, 2, 2);
    image("b/1.png", 1, 2, 2);
    Path empty = Files.write(directory.resolve("b/2.png"), new byte[0]);
    assertThatThrownBy(() -> ImageDirectory.load(directory))
        .isInstanceOf(DataException.class)
        .hasMessage(
            empty
                + ": the image file is empty; delete it, or replace it with a complete one"
                + HINT);
  }

  @Test
  void aDamagedImageIsNamedWhenItIsRead() throws IOException {
    image("train/a/1.png", 1, 2, 2);
    image("train/b/1.png", 1, 2, 2);
    image("test/a/1.png", 1, 2, 2);
    image("test/b/1.png", 1, 2, 2);
    Path bad = Files.writeString(directory.resolve("train/b/1.png"), "no image");
    try (BatchReader reader = new BatchReader(ImageDirectory.load(directory).train(), 1)) {
      reader.start();
      assertThat(reader.next().count()).isEqualTo(1);
      assertThatThrownBy(reader::next)
          .isInstanceOf(DataException.class)
          .hasMessage(
              "sample 1 of %s: %s: not a PNG, JPEG, GIF or BMP image (it starts with 6e 6f 20 69);"
                      .formatted(directory.resolve("train"), bad)
                  + " convert it to PNG or JPEG"
                  + HINT);
    }
  }

  @Test
  void theFirstImageGivesTheSizeAndMayBeBroken() throws IOException {
    for (String name : new String[] {"a/1.png", "a/2.png", "b/1.png", "b/2.png"}) {
      image(name, 1, 2, 2);
    }
    Files.writeString(directory.resolve("a/1.png"), "no image");
    Files.writeString(directory.resolve("a/2.png"), "no image");
    assertThatThrownBy(() -> ImageDirectory.load(directory))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a/")
        .hasMessageEndingWith(HINT);
  }

  @Test
  void imagesOfOtherFormatsAreCountedInANote() throws IOException {
    for (String name : new String[] {"a/1.png", "a/2.png", "b/1.png", "b/2.png"}) {
      image(name, 1, 2, 2);
    }
    assertThat(ImageDirectory.load(directory).notes()).isEmpty();
    for (String name :
        new String[] {"a/3.webp", "a/deep/4.WEBP", "b/5.tif", "b/6.HEIC", "b/7.dng"}) {
      TestFiles.write(directory.resolve(name), new byte[1]);
    }
    for (String name : new String[] {"a/notes.txt", "a/.hidden.webp", "a/.cache/x.webp"}) {
      TestFiles.write(directory.resolve(name), new byte[1]);
    }
    assertThat(ImageDirectory.load(directory).notes())
        .containsExactly(
            "not read, as their formats are unknown: 1 .dng (develop them to JPEG or PNG); 1 .heic,"
                + " 1 .tif (convert them to PNG or JPEG); 2 .webp (add the module lamina-webp to"
                + " the class path, or convert them to PNG or JPEG)");
  }

  @Test
  void imagesOfOtherFormatsAreCountedInBothParts() throws IOException {
    for (String part : new String[] {"train", "test"}) {
      image(part + "/a/1.png", 1, 2, 2);
      image(part + "/b/1.png", 2, 2, 2);
      TestFiles.write(directory.resolve(part + "/a/2.avif"), new byte[1]);
    }
    assertThat(ImageDirectory.load(directory).notes())
        .containsExactly(
            "not read, as their formats are unknown: 2 .avif (convert them to PNG or JPEG)");
  }
}
