package dev.lamina.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lamina check}, and training and evaluating with {@code --skip-broken}. */
class CheckCommandTest {

  @TempDir Path directory;

  /** Images of one gray value each, all different. */
  private void images(String name, int count) throws IOException {
    Path folder = Files.createDirectories(directory.resolve(name));
    for (int i = 0; i < count; i++) {
      BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
      int value = (name.hashCode() & 63) * 2 + i;
      for (int p = 0; p < 64; p++) {
        image.getRaster().setSample(p % 8, p / 8, 0, value);
      }
      ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
    }
  }

  private Path cutOff(String name) throws IOException {
    Path file = directory.resolve(name);
    byte[] content = Files.readAllBytes(file);
    return Files.write(file, Arrays.copyOf(content, content.length / 2));
  }

  private Program check() {
    return Program.run("check", directory.toString());
  }

  @Test
  void soundImages() throws IOException {
    images("cat", 3);
    images("dog", 4);
    Program program = check();
    assertThat(program.exitCode()).isZero();
    assertThat(program.err()).isEmpty();
    assertThat(program.out())
        .isEqualTo(
            """
            images  cat: 3
            images  dog: 4
            sizes   smallest 8x8, most frequent 8x8 (7 images), largest 8x8; height x width
            7 images in 2 classes, 0 broken, 0 sets of equal files across classes or parts
            """);
  }

  @Test
  void everyBrokenFileIsListed() throws IOException {
    images("train/cat", 3);
    images("train/dog", 3);
    images("test/cat", 2);
    images("test/dog", 2);
    Path cut = cutOff("train/cat/1.png");
    Path empty = Files.write(directory.resolve("test/dog/9.png"), new byte[0]);
    Path copy =
        Files.copy(directory.resolve("train/dog/0.png"), directory.resolve("test/dog/copy.png"));
    Files.write(directory.resolve("train/dog/x.heic"), new byte[1]);
    Program program = check();
    assertThat(program.exitCode()).isEqualTo(1);
    assertThat(program.err()).isEmpty();
    assertThat(program.out())
        .contains("images  train/cat: 3, 1 of them broken\n", "images  test/cat: 2\n")
        .contains("broken  " + cut + ": cannot be decoded as PNG (")
        .contains("broken  " + empty + ": the image file is empty;")
        .contains("skipped .heic: 1\n")
        .contains("equal   " + directory.resolve("train/dog/0.png") + ", " + copy + "\n")
        .endsWith(
            "12 images in 2 classes, 2 broken, 1 sets of equal files across classes or parts\n");
  }

  @Test
  void arraysAreChecked() throws IOException {
    DataFiles.idx(directory);
    Program program = check();
    assertThat(program.exitCode()).isZero();
    assertThat(program.out())
        .contains("train   40 samples of 8x8x1\n", "test    20 samples of 8x8x1\n")
        .contains("train   samples of each class: {0=20, 1=20}\n");
  }

  @Test
  void valuesThatAreNotFiniteAreBroken() throws IOException {
    ByteBuffer values = ByteBuffer.allocate(4 * 4 * 4).order(ByteOrder.LITTLE_ENDIAN);
    values.putFloat(4 * 5, Float.NaN).putFloat(4 * 7, Float.POSITIVE_INFINITY);
    byte[] labels = {0, 1, 0, 1};
    for (String part : new String[] {"train", "test"}) {
      byte[] content = part.equals("train") ? values.array() : new byte[64];
      DataFiles.npy(directory.resolve("x_" + part + ".npy"), "<f4", "(4, 2, 2)", content);
      DataFiles.npy(directory.resolve("y_" + part + ".npy"), "|u1", "(4,)", labels);
    }
    Program program = check();
    assertThat(program.exitCode()).isEqualTo(1);
    assertThat(program.err())
        .contains("x_train.npy: NaN at [1, 0, 1] is not a finite float32 number")
        .doesNotContain("x_test");
  }

  @Test
  void aDirectoryWithoutData() {
    Program program = check();
    assertThat(program.exitCode()).isEqualTo(1);
    assertThat(program.err()).startsWith("error: " + directory + ": no data set found.");
  }

  private Program train(String... more) {
    String[] args = {"train", "--data", directory.toString(), "--epochs", "1", "--batch-size", "4"};
    String[] all = Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return Program.run(all);
  }

  @Test
  void trainingNamesTheFirstBrokenImageAndTheMend() throws IOException {
    images("cat", 8);
    images("dog", 8);
    for (int i = 0; i < 8; i++) {
      cutOff("cat/" + i + ".png");
    }
    Program program = train("--image-size", "8,8");
    assertThat(program.exitCode()).isEqualTo(1);
    assertThat(program.err())
        .contains(directory.resolve("cat").toString(), "cannot be decoded as PNG")
        .contains("--skip-broken", "lamina check DIR");
  }

  @Test
  void trainingAndEvaluatingPassOverBrokenImages() throws IOException {
    images("cat", 12);
    images("dog", 12);
    Path cut = cutOff("cat/0.png");
    Path empty = Files.write(directory.resolve("dog/3.png"), new byte[0]);
    Path model = directory.resolve("m.keras");
    Program trained = train("--skip-broken", "--out", model.toString());
    assertThat(trained.err()).doesNotContain("error");
    assertThat(trained.exitCode()).isZero();
    Program evaluated =
        Program.run("evaluate", model.toString(), "--data", directory.toString(), "--skip-broken");
    assertThat(evaluated.exitCode()).isZero();
    for (Program program : new Program[] {trained, evaluated}) {
      assertThat(program.out())
          .contains("note    2 of 24 images are broken and passed over:\n")
          .contains("note      " + cut + ": cannot be decoded as PNG (")
          .contains("note      " + empty + ": the image file is empty;");
    }
  }

  @Test
  void webpImagesAreRead() throws Exception {
    // Lossless, 1x1, as an encoder writes it.
    byte[] webp =
        HexFormat.of()
            .parseHex(
                "524946461e000000574542505650384c110000002f0000000007508f2217a5ff8188e87f0000");
    for (String name : new String[] {"a", "b"}) {
      Path folder = Files.createDirectories(directory.resolve(name));
      Files.write(folder.resolve("1.webp"), webp);
      Files.write(folder.resolve("2.webp"), webp);
    }
    Program program = check();
    assertThat(program.out()).contains("images  a: 2\n").doesNotContain("skipped");
  }
}
