package dev.lamina.datasets;

import static dev.lamina.datasets.TestFiles.input;
import static dev.lamina.datasets.TestFiles.npy;
import static dev.lamina.datasets.TestFiles.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.DataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NpzFileTest {

  @TempDir Path directory;

  private static byte[] zip(boolean deflated, Object... namesAndContents) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < namesAndContents.length; i += 2) {
        byte[] content = (byte[]) namesAndContents[i + 1];
        ZipEntry entry = new ZipEntry(namesAndContents[i] + ".npy");
        if (!deflated) {
          entry.setMethod(ZipEntry.STORED);
          entry.setSize(content.length);
          CRC32 checksum = new CRC32();
          checksum.update(content);
          entry.setCrc(checksum.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(content);
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] bytes(String shape, int... values) {
    byte[] payload = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      payload[i] = (byte) values[i];
    }
    return npy("{'descr': '|u1', 'fortran_order': False, 'shape': %s}".formatted(shape), payload);
  }

  private static final byte[] X = bytes("(4, 1, 2)", 0, 51, 102, 153, 204, 255, 0, 51);
  private static final byte[] Y = bytes("(4,)", 0, 1, 0, 1);

  @ParameterizedTest
  @CsvSource({
    "false, x_train, y_train, x_test, y_test",
    "true, x_train, y_train, x_test, y_test",
    "true, train_images, train_labels, test_images, test_labels"
  })
  void fileOrDirectory(boolean deflated, String x, String y, String testX, String testY)
      throws IOException {
    Path file = directory.resolve("mnist.npz");
    Files.write(file, zip(deflated, x, X, y, Y, testX, X, testY, Y));
    for (Path path : new Path[] {file, directory}) {
      TrainTest data = Datasets.open(path);
      assertThat(data.train().size()).isEqualTo(4);
      assertThat(input(data.train(), 1)).containsExactly(0.4f, 0.6f);
      assertThat(target(data.test(), 3)).containsExactly(1);
      assertThat(data.source()).isEqualTo(file + " (uint8 divided by 255)");
    }
  }

  @ParameterizedTest
  @CsvSource({"x, y", "X, Y", "images, labels", "data, targets", "arr_0, arr_1"})
  void allSamplesInTwoArrays(String x, String y) throws IOException {
    Path file = Files.write(directory.resolve("d.NPZ"), zip(true, x, X, y, Y));
    TrainTest data = Datasets.open(file);
    assertThat(data.train().size()).isEqualTo(2);
    assertThat(data.test().size()).isEqualTo(2);
    assertThat(data.source()).contains("d.NPZ (no x_test: 2 of 4 samples are held out");
  }

  @Test
  void otherNamesAreListed() throws IOException {
    Path file = Files.write(directory.resolve("d.npz"), zip(false, "weights", X, "y", Y));
    assertThatThrownBy(() -> Datasets.open(file))
        .isInstanceOf(DataException.class)
        .hasMessage(
            file
                + ": expected the arrays x_train and y_train (and x_test, y_test, the test part), x"
                + " and y, or arr_0 and arr_1; found: weights.npy, y.npy; name them:"
                + " numpy.savez(path, x_train=x, y_train=y)");
    Files.copy(file, directory.resolve("e.npz"));
    assertThatThrownBy(() -> Datasets.open(directory))
        .hasMessage(directory + ": holds several .npz files (d.npz, e.npz); name one of them");
  }

  @Test
  void whatIsNoArchive() throws IOException {
    Path file = Files.writeString(directory.resolve("d.npz"), "not a zip");
    assertThatThrownBy(() -> Datasets.open(file))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file + ": not a whole NumPy archive (");
  }

  @Test
  void aChangedByteIsFoundByItsChecksum() throws IOException {
    byte[] archive = zip(false, "x", X, "y", Y);
    int payload =
        new String(archive, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("}") + 3;
    archive[payload] ^= 1;
    Path file = Files.write(directory.resolve("d.npz"), archive);
    assertThatThrownBy(() -> Datasets.open(file))
        .isInstanceOf(DataException.class)
        .hasMessage(file + ": x.npy: the checksum is wrong; copy or download the file again");
  }

  /** As {@link HostileFilesTest}: damage is refused with a message, and costs little memory. */
  @ParameterizedTest
  @CsvSource({"false", "true"})
  @Timeout(600)
  void damagedArchives(boolean deflated) throws IOException {
    byte[] good = zip(deflated, "x", X, "y", Y);
    Random random = new Random(5);
    Path file = directory.resolve("d.npz");
    int refused = 0;
    for (int trial = 0; trial < 400; trial++) {
      byte[] bad = good.clone();
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      Files.write(file, trial % 4 == 0 ? Arrays.copyOf(bad, random.nextInt(bad.length)) : bad);
      long before = Allocation.of(Thread.currentThread().getId());
      try {
        Datasets.open(file);
      } catch (IOException e) {
        refused++;
        assertThat(e).hasMessageContaining(file.toString());
      }
      assertThat(Allocation.of(Thread.currentThread().getId()) - before).isLessThan(48 << 20);
    }
    assertThat(refused).isGreaterThan(200);
  }
}
