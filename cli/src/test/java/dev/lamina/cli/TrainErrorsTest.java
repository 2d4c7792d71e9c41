package dev.lamina.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.engine.Engines;
import dev.lamina.ir.DType;
import dev.lamina.testkit.Requires;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What can be wrong with data and training ends with exit code 1 and says what, where and why. */
class TrainErrorsTest {
  @TempDir Path directory;

  private Program train(String... more) {
    String[] args = {"train", "--data", directory.toString()};
    String[] all = Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return Program.run(all);
  }

  private static void assertExplained(Program program, String... messages) {
    assertThat(program.err()).contains(messages).doesNotContain("Exception", "\tat ");
    assertThat(program.err().lines().filter(line -> line.startsWith("error: "))).hasSize(1);
    assertThat(program.out()).doesNotContain("test accuracy");
    assertThat(program.exitCode()).isEqualTo(1);
  }

  private void images(String folder, int count) throws IOException {
    Random random = new Random(1);
    Path path = Files.createDirectories(directory.resolve(folder));
    for (int i = 0; i < count; i++) {
      BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
      for (int pixel = 0; pixel < 64; pixel++) {
        image.setRGB(pixel % 8, pixel / 8, random.nextInt(1 << 24));
      }
      ImageIO.write(image, "png", path.resolve(i + ".png").toFile());
    }
  }

  @Test
  void wrongName() {
    assertExplained(
        Program.run("train", "--data", "fashoin-mnist"),
        "error: fashoin-mnist: no such directory, and no data set of this name (there are"
            + " fashion-mnist and fashion-mnist-small); check the spelling");
  }

  @Test
  void emptyDirectory() {
    assertExplained(
        train(), "error: " + directory + ": no data set found. Looked for:", "Found: nothing");
  }

  @Test
  void aFileForADirectory() throws IOException {
    Path file = Files.createFile(directory.resolve("data.bin"));
    assertExplained(
        Program.run("train", "--data", file.toString()),
        "error: " + file + ": is a file; name the directory that holds the data");
  }

  @Test
  void unreadableFile() throws IOException {
    DataFiles.idx(directory);
    Path file = directory.resolve("train-images-idx3-ubyte.gz");
    Requires.thatHere(
        !System.getProperty("os.name").startsWith("Windows"), "Windows has other permissions");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    Requires.thatHere(!Files.isReadable(file), "this user reads everything");
    assertExplained(
        train(), "error: " + file + ": permission denied; make the file readable for this user");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege")
  void aLinkThatLeadsNowhere() throws IOException {
    DataFiles.idx(directory);
    Path file = directory.resolve("train-images-idx3-ubyte.gz");
    Files.delete(file);
    Files.createSymbolicLink(file, file);
    assertExplained(train(), "error: " + file + ": cannot be read: ");
  }

  @Test
  void aDirectoryForAFile() throws IOException {
    DataFiles.idx(directory);
    Path file = directory.resolve("train-images-idx3-ubyte.gz");
    Files.delete(file);
    Files.createDirectory(file);
    assertExplained(
        train(), "error: " + directory + ": there is no train-images-idx3-ubyte[.gz] file");
  }

  @Test
  void wrongShape() throws IOException {
    DataFiles.idx(directory, "train", 20, 8);
    DataFiles.idx(directory, "t10k", 20, 9);
    assertExplained(train(), "error: " + directory, "8x8x1", "9x9x1");
  }

  @Test
  void imagesTooSmallForTheNetwork() throws IOException {
    DataFiles.idx(directory, "train", 20, 3);
    DataFiles.idx(directory, "t10k", 20, 3);
    assertExplained(
        train(),
        "error: the reference CNN halves height and width twice, so images must have at least 4x4"
            + " pixels; received 3x3x1; use larger images");
  }

  @Test
  void noImages() throws IOException {
    DataFiles.npy(directory.resolve("x_train.npy"), "|u1", "(4, 9)", new byte[36]);
    DataFiles.npy(directory.resolve("y_train.npy"), "|u1", "(4,)", new byte[] {0, 1, 0, 1});
    assertExplained(
        train(),
        "error: the reference CNN takes images, height x width x channels; received samples of"
            + " shape 9");
  }

  @Test
  void targetsThatAreNoClasses() throws IOException {
    DataFiles.npy(directory.resolve("x_train.npy"), "|u1", "(4, 8, 8)", new byte[256]);
    DataFiles.npy(directory.resolve("y_train.npy"), "<f4", "(4,)", halves());
    assertExplained(
        train(),
        "error: " + directory,
        "the targets have shape scalar, expected class indices (whole numbers from 0)");
  }

  /** Four float32 numbers 0.5. */
  private static byte[] halves() {
    byte[] bytes = new byte[16];
    for (int i = 3; i < bytes.length; i += 4) {
      bytes[i] = 0x3f;
    }
    return bytes;
  }

  @Test
  void oneClassOnly() throws IOException {
    DataFiles.npy(directory.resolve("x_train.npy"), "|u1", "(4, 8, 8)", new byte[256]);
    DataFiles.npy(directory.resolve("y_train.npy"), "|u1", "(4,)", new byte[4]);
    assertExplained(
        train(), "all images are of one class, expected at least two; check the labels");
  }

  @Test
  void labelOutOfRange() throws IOException {
    DataFiles.idx(directory);
    byte[] labels = new byte[20];
    labels[3] = 7;
    Path file = directory.resolve("t10k-labels-idx1-ubyte.gz");
    DataFiles.idx(file, labels, 20);
    assertExplained(
        train(),
        "error: " + file,
        "label 7 of sample 3 is out of range: with 2 classes the labels are 0 to 1");
  }

  @Test
  void corruptGzip() throws IOException {
    DataFiles.idx(directory);
    Path file = directory.resolve("train-images-idx3-ubyte.gz");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 0x55;
    Files.write(file, bytes);
    assertExplained(train(), "error: " + file, "gzip");
  }

  @Test
  void cutOffGzip() throws IOException {
    DataFiles.idx(directory);
    Path file = directory.resolve("train-labels-idx1-ubyte.gz");
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 20));
    assertExplained(train(), "error: " + file);
  }

  @Test
  void onlyOneClassFolderWithImages() throws IOException {
    images("cat", 3);
    images("dog", 0);
    assertExplained(
        train(), "error: " + directory + ": only one class folder (cat)", "found: cat/, dog/");
  }

  @Test
  void emptyImageFile() throws IOException {
    images("cat", 3);
    images("dog", 3);
    Path file = Files.createFile(directory.resolve("dog").resolve("none.png"));
    assertExplained(
        train(), "error: " + file + ": the image file is empty; delete it, or replace it");
  }

  @Test
  void imageOfSizeZero() throws IOException {
    images("cat", 3);
    images("dog", 3);
    Path file = directory.resolve("cat").resolve("1.png");
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, 16, 24, (byte) 0); // width and height
    Files.write(file, bytes);
    assertExplained(train(), file.toString());
  }

  @Test
  void damagedImage() throws IOException {
    images("cat", 3);
    images("dog", 3);
    Path file = directory.resolve("cat").resolve("1.png");
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 100));
    assertExplained(train(), file.toString(), "cannot be decoded as PNG", "the file is damaged");
  }

  @Test
  void lossThatIsNoNumber() throws IOException {
    DataFiles.idx(directory);
    assertExplained(
        train("--learning-rate", "1e30"),
        "error: the loss became NaN at epoch ",
        "lower the learning rate");
  }

  /** Where the processor has bfloat16, training goes on; where it has not, one line says so. */
  @Test
  void numbersThatTheProcessorLacks() throws IOException {
    DataFiles.idx(directory);
    Program program = train("--dtype", "mixed_bfloat16", "--epochs", "1");
    var whyNot = Engines.defaultEngine().whyNot(DType.BFLOAT16);
    assertThat(program.exitCode()).isEqualTo(whyNot.isPresent() ? 2 : 0);
    if (whyNot.isPresent()) {
      assertThat(program.out()).isEmpty();
      assertThat(program.err())
          .startsWith("error: --dtype: the engine onednn cannot compute in mixed_bfloat16 here: ")
          .contains(whyNot.get() + "; leave the option out\n")
          .doesNotContain("Exception", "\tat ");
    }
  }

  @Test
  void tracesOnRequestOnly() {
    assertThat(train("--stacktrace").err())
        .contains("error: ", "DataException", "\tat dev.lamina.");
  }

  @Test
  void aReportThatCannotBeWrittenIsToldBeforeTraining() throws IOException {
    DataFiles.idx(directory);
    Path file = Files.createFile(directory.resolve("file"));
    Program program = train("--report", file.resolve("r.json").toString());
    assertThat(program.exitCode()).isEqualTo(2);
    assertThat(program.err()).doesNotContain("Epoch").contains(file + " is not a directory");
  }
}
