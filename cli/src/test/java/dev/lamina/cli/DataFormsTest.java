package dev.lamina.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mends that messages about data offer, through the program. */
class DataFormsTest {

  @TempDir Path directory;

  private static final int COUNT = 12;

  /** Images of 8x8x3 in float32 from 0 to 255, channels first on demand. */
  private void images(String shape, float scale) throws IOException {
    ByteBuffer values = ByteBuffer.allocate(COUNT * 192 * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < COUNT * 192; i++) {
      values.putFloat(scale * ((i / 192) % 2 == 0 ? i % 100 : 155 + i % 101));
    }
    DataFiles.npy(directory.resolve("x_train.npy"), "<f4", shape, values.array());
  }

  private void labels(String type, String shape, byte... content) throws IOException {
    DataFiles.npy(directory.resolve("y_train.npy"), type, shape, content);
  }

  private Program train(String... more) {
    String[] arguments = new String[5 + more.length];
    System.arraycopy(
        new String[] {"train", "--data", directory.toString(), "--epochs", "1"},
        0,
        arguments,
        0,
        5);
    System.arraycopy(more, 0, arguments, 5, more.length);
    return Program.run(arguments);
  }

  @Test
  void pixelsAreDividedLabelsShiftedAndChannelsTurnedAsTheMessagesSay() throws IOException {
    images("(12, 3, 8, 8)", 1);
    labels(
        "|u1", "(12,)", (byte) 1, (byte) 2, (byte) 1, (byte) 2, (byte) 1, (byte) 2, (byte) 1,
        (byte) 2, (byte) 1, (byte) 2, (byte) 1, (byte) 2);
    Program refused = train();
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err())
        .contains("channels first (3 channels of 8x8)")
        .contains("--channels-first");
    Program told = train("--channels-first");
    assertThat(told.err()).doesNotContain("error");
    assertThat(told.exitCode()).isZero();
    assertThat(told.out())
        .contains("samples of 8x8x3, 3 classes")
        .contains("float32 values from 0 to 255 used as they are, channels put last")
        .contains("divide them with --divide-by 255")
        .contains("give --first-label 1");
    Program mended = train("--channels-first", "--divide-by", "255", "--first-label", "1");
    assertThat(mended.exitCode()).isZero();
    assertThat(mended.out())
        .contains("10 training and 2 test samples of 8x8x3, 2 classes")
        .contains("float32 values from 0 to 255 divided by 255")
        .contains("\nclasses 0 (5), 1 (5)\n")
        .doesNotContain("note");
    images("(12, 8, 8, 3)", 1);
    assertThat(train("--no-channels-first").exitCode()).isZero();
  }

  @Test
  void namesAndOneHotRowsAreLabels() throws IOException {
    images("(12, 8, 8, 3)", 1 / 255f);
    labels(
        "|S3", "(12,)", "catdogcatdogcatdogcatdogcatdogcatdog".getBytes(StandardCharsets.US_ASCII));
    assertThat(train().out()).contains("\nclasses cat (5), dog (5)\n");
    byte[] oneHot = new byte[24];
    for (int i = 0; i < 12; i++) {
      oneHot[2 * i + i % 2] = 1;
    }
    labels("|i1", "(12, 2)", oneHot);
    Path model = directory.resolve("model.keras");
    Program trained = train("--out", model.toString());
    assertThat(trained.out()).contains("\nclasses 0 (5), 1 (5)\n");
    Program evaluated = Program.run("evaluate", model.toString(), "--data", directory.toString());
    assertThat(evaluated.err()).isEmpty();
    assertThat(evaluated.out()).contains("test accuracy");
  }

  @Test
  void aNanIsNamed() throws IOException {
    images("(12, 8, 8, 3)", Float.NaN);
    labels("|u1", "(12,)", new byte[12]);
    Program refused = train();
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("x_train.npy: NaN at [0, 0, 0, 0] is not a finite float32");
  }

  @Test
  void theValidationPartGivesTheFiguresOfEpochsAndTheTestPartTheLast() throws IOException {
    for (String part : new String[] {"train", "val", "test"}) {
      for (int i = 0; i < 4; i++) {
        // In the validation part the classes are the other way round.
        String name = part.equals("val") == (i % 2 == 0) ? "dog" : "cat";
        Path folder = Files.createDirectories(directory.resolve(part).resolve(name));
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
        for (int pixel = 0; pixel < 64; pixel++) {
          image.setRGB(pixel % 8, pixel / 8, i % 2 == 0 ? 0x202020 : 0xe0e0e0);
        }
        ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
      }
    }
    Path report = directory.resolve("report.json");
    Program trained =
        Program.run(
            "train",
            "--data",
            directory.toString(),
            "--epochs",
            "2",
            "--report",
            report.toString());
    assertThat(trained.out()).contains("4 training, 4 validation and 4 test samples");
    assertThat(trained.err()).doesNotContain("error");
    String json = Files.readString(report);
    assertThat(json).contains("\"validation_samples\": 4");
    // The same images with the classes exchanged: what is right in one is wrong in the other.
    double validation = figure(json.substring(json.indexOf("\"epoch\": 2")), "val_accuracy");
    double test = figure(json.substring(json.indexOf("\"test\":")), "accuracy");
    assertThat(validation + test).isEqualTo(1);
  }

  private static double figure(String json, String name) {
    Matcher matcher = Pattern.compile("\"" + name + "\": ([0-9.E-]+)").matcher(json);
    assertThat(matcher.find()).isTrue();
    return Double.parseDouble(matcher.group(1));
  }
}
