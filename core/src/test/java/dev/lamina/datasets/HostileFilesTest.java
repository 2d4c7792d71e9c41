package dev.lamina.datasets;

import static dev.lamina.datasets.TestFiles.gzip;
import static dev.lamina.datasets.TestFiles.idxBytes;
import static dev.lamina.datasets.TestFiles.idxLabels;
import static dev.lamina.datasets.TestFiles.input;
import static dev.lamina.datasets.TestFiles.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.ir.Shape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Damages good files at random: each must then be read, or refused with an IOException whose
 * message names it, without memory beyond what its size justifies. The timeouts only end a hang.
 */
@Timeout(600)
class HostileFilesTest {

  private static final int TRIALS = 400;
  private static final long MAX_ALLOCATION = 48 << 20;

  @TempDir Path directory;

  private interface Use {
    void run() throws IOException;
  }

  private static byte[] damaged(byte[] good, Random random) {
    byte[] bad = good.clone();
    int flips = 1 + random.nextInt(4);
    for (int i = 0; i < flips; i++) {
      // Half of the damage goes to the header, where it does most.
      int range = random.nextBoolean() ? Math.min(bad.length, 40) : bad.length;
      bad[random.nextInt(range)] = (byte) (random.nextInt(3) == 0 ? 0xff : random.nextInt());
    }
    return random.nextInt(4) == 0 ? Arrays.copyOf(bad, random.nextInt(bad.length + 1)) : bad;
  }

  private void damage(Path file, byte[] good, Use use) throws IOException {
    Random random = new Random(file.getFileName().toString().hashCode());
    int refused = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      Files.write(file, damaged(good, random));
      long before = Allocation.of(Thread.currentThread().getId());
      try {
        use.run();
      } catch (IOException e) {
        refused++;
        assertThat(e).hasMessageContaining(directory.toString());
      }
      long allocated = Allocation.of(Thread.currentThread().getId()) - before;
      assertThat(allocated).as("trial %d", trial).isLessThan(MAX_ALLOCATION);
    }
    assertThat(refused).as("refused files").isGreaterThan(TRIALS / 20);
  }

  private static void readAll(TrainTest data) throws IOException {
    for (Dataset part : new Dataset[] {data.train(), data.test()}) {
      for (int i = 0; i < part.size(); i++) {
        input(part, i);
        target(part, i);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void idxFiles(boolean gzipped) throws IOException {
    Path labels = directory.resolve("train-labels-idx1-ubyte");
    byte[] goodLabels = idxLabels(0, 1, 2, 3, 4, 5, 6, 7);
    byte[] good = idxBytes(8, 5, 5);
    Path images = directory.resolve("train-images-idx3-ubyte");
    Files.write(labels, goodLabels);
    damage(images, gzipped ? gzip(good) : good, () -> readAll(IdxDirectory.load(directory)));
    Files.write(images, good);
    damage(
        labels,
        gzipped ? gzip(goodLabels) : goodLabels,
        () -> readAll(IdxDirectory.load(directory)));
  }

  @Test
  void numPyFiles() throws IOException {
    Path x = directory.resolve("x_train.npy");
    Path y = directory.resolve("y_train.npy");
    NpyFile.write(x, Shape.of(8, 3, 3), new float[72]);
    NpyFile.write(y, Shape.of(8), new int[] {0, 1, 2, 3, 4, 5, 6, 7});
    byte[] goodX = Files.readAllBytes(x);
    byte[] goodY = Files.readAllBytes(y);
    damage(x, goodX, () -> readAll(NpyDirectory.load(directory)));
    Files.write(x, goodX);
    damage(y, goodY, () -> readAll(NpyDirectory.load(directory)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "gif", "bmp"})
  void images(String format) throws IOException {
    Random random = new Random(1);
    for (int type :
        new int[] {
          BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_BYTE_INDEXED
        }) {
      BufferedImage image = new BufferedImage(24, 17, type);
      for (int i = 0; i < 24 * 17; i++) {
        image.setRGB(i % 24, i / 24, random.nextInt());
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      assertThat(ImageIO.write(image, format, out)).isTrue();
      Path file = directory.resolve(type + "." + format);
      damage(file, out.toByteArray(), () -> Images.read(file, Shape.of(8, 8, 3)));
    }
  }
}
