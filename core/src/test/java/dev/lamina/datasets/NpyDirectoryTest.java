package dev.lamina.datasets;

import static dev.lamina.datasets.TestFiles.input;
import static dev.lamina.datasets.TestFiles.npy;
import static dev.lamina.datasets.TestFiles.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.DataException;
import dev.lamina.datasets.arrays.RawArray;
import dev.lamina.ir.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyDirectoryTest {

  @TempDir Path directory;

  private void floats(String name, Shape shape, float... values) throws IOException {
    NpyFile.write(directory.resolve(name), shape, values);
  }

  private void bytes(String name, Shape shape, int... values) throws IOException {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    NpyFile.write(directory.resolve(name), shape, bytes);
  }

  private void longs(String name, String shape, long... values) throws IOException {
    ByteBuffer payload = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : values) {
      payload.putLong(value);
    }
    String header = "{'descr': '<i8', 'fortran_order': False, 'shape': %s}".formatted(shape);
    Files.write(directory.resolve(name), npy(header, payload.array()));
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> NpyDirectory.load(directory))
        .isInstanceOf(DataException.class)
        .hasMessage(message.replace("DIR", directory.toString()));
  }

  @Test
  void bytesAreScaledAndGetAChannelAxis() throws IOException {
    bytes("x_train.npy", Shape.of(3, 1, 2), 0, 255, 51, 102, 1, 2);
    longs("y_train.npy", "(3,)", 0, 4, 1);
    bytes("x_test.npy", Shape.of(1, 1, 2), 255, 0);
    longs("y_test.npy", "(1, 1)", 4);
    TrainTest data = NpyDirectory.load(directory);
    assertThat(data.train().inputShape()).isEqualTo(Shape.of(1, 2, 1));
    assertThat(data.train().classes()).hasValue(5);
    assertThat(input(data.train(), 1)).containsExactly(0.2f, 0.4f);
    assertThat(target(data.train(), 1)).containsExactly(4);
    assertThat(data.test().targetShape()).isEqualTo(Shape.of());
    assertThat(data.test().classes()).hasValue(5);
    assertThat(data.source()).isEqualTo(directory + " (uint8 divided by 255)");
  }

  @Test
  void floatsAreTakenAsTheyAre() throws IOException {
    floats("x_train.npy", Shape.of(2, 1, 1, 3), -1, 0, 300, 4, 5, 6);
    floats("y_train.npy", Shape.of(2, 2), 0.5f, 1, 2, 3);
    floats("x_test.npy", Shape.of(1, 1, 1, 3), 7, 8, 9);
    floats("y_test.npy", Shape.of(1, 2), 4, 5);
    TrainTest data = NpyDirectory.load(directory);
    assertThat(data.train().inputShape()).isEqualTo(Shape.of(1, 1, 3));
    assertThat(data.train().targetShape()).isEqualTo(Shape.of(2));
    assertThat(data.train().classes()).isEmpty();
    assertThat(input(data.train(), 0)).containsExactly(-1, 0, 300);
    assertThat(target(data.train(), 1)).containsExactly(2, 3);
    assertThat(input(data.test(), 0)).containsExactly(7, 8, 9);
  }

  @Test
  void featuresAndSingleFloatTargets() throws IOException {
    floats("x_train.npy", Shape.of(6, 2), 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    floats("y_train.npy", Shape.of(6), 0, 1, 2, 3, 4, 5.5f);
    int held = BatchReader.permutation(6, 0, 0)[0];
    TrainTest data = NpyDirectory.load(directory);
    assertThat(data.train().inputShape()).isEqualTo(Shape.of(2));
    assertThat(data.train().targetShape()).isEqualTo(Shape.of());
    assertThat(target(data.test(), 0)).containsExactly(held == 5 ? 5.5f : held);
    assertThat(input(data.test(), 0)).containsExactly(2 * held, 2 * held + 1);
    assertThat(data.source())
        .isEqualTo(
            directory
                + " (no x_test.npy: 1 of 6 samples are held out for the test, chosen by seed 0;"
                + " float32 values from 0 to 11 used as they are)");
  }

  @Test
  void oneHotRowsOfBytesAreNotScaled() throws IOException {
    floats("x_train.npy", Shape.of(2, 1), 0, 1);
    floats("x_test.npy", Shape.of(2, 1), 0, 1);
    bytes("y_train.npy", Shape.of(2, 3), 0, 1, 0, 0, 0, 1);
    bytes("y_test.npy", Shape.of(2, 3), 0, 1, 0, 0, 0, 1);
    TrainTest data = NpyDirectory.load(directory);
    assertThat(data.train().targetShape()).isEqualTo(Shape.of(3));
    assertThat(target(data.train(), 0)).containsExactly(0, 1, 0);
  }

  @Test
  void missingFiles() throws IOException {
    floats("x_train.npy", Shape.of(2, 1), 0, 1);
    assertRefused(
        "DIR: there is no y_train.npy; expected x_train.npy and y_train.npy (and x_test.npy,"
            + " y_test.npy, the test part); found: x_train.npy");
    longs("y_train.npy", "(2,)", 0, 1);
    longs("y_test.npy", "(2,)", 0, 1);
    assertThatThrownBy(() -> NpyDirectory.load(directory))
        .hasMessageContaining("there is no x_test.npy");
  }

  @Test
  void countsMustAgree() throws IOException {
    floats("x_train.npy", Shape.of(3, 1), 0, 1, 2);
    longs("y_train.npy", "(2,)", 0, 1);
    assertRefused(
        "DIR/x_train.npy: 3x1 float32, but DIR/y_train.npy: 2 int64; expected one target for each"
            + " of the 3 inputs; check that both files belong together");
    longs("y_train.npy", "()", 1);
    assertThatThrownBy(() -> NpyDirectory.load(directory))
        .hasMessageContaining("y_train.npy: scalar int64; expected one target");
  }

  @Test
  void labelsMustBeInRange() throws IOException {
    floats("x_train.npy", Shape.of(2, 1), 0, 1);
    longs("y_train.npy", "(2,)", 0, -1);
    assertRefused(
        "DIR/y_train.npy: label -1 of sample 1 is out of range: labels are class indices from 0;"
            + " check the labels, or give the smallest with --first-label -1 (in Java"
            + " DataOptions.firstLabel(-1))");
    assertThat(NpyDirectory.load(directory, new DataOptions().firstLabel(-1)).train().classes())
        .hasValue(2);
    longs("y_train.npy", "(2,)", 1L << 40, 0);
    assertThatThrownBy(() -> NpyDirectory.load(directory))
        .hasMessageContaining("label 1099511627776 of sample 0 is out of range");
    longs("y_train.npy", "(2,)", 10, 0);
    assertThatThrownBy(() -> NpyDirectory.load(directory, new DataOptions().classes(10)))
        .hasMessageContaining("with 10 classes the labels are 0 to 9");
  }

  @Test
  void shapesThatAreNoSamples() throws IOException {
    longs("y_train.npy", "(2,)", 0, 1);
    floats("x_train.npy", Shape.of(2), 0, 1);
    assertRefused(
        "DIR/x_train.npy: 2 float32; expected samples x features, images x height x width, or"
            + " images x height x width x channels; reshape the array");
    longs("x_train.npy", "(2, 0, 3)");
    assertRefused(
        "DIR/x_train.npy: 2x0x3 int64: images of size 0; write the file again, with a height and"
            + " width of at least 1");
    floats("x_train.npy", Shape.of(2, 1), 0, 1);
    longs("y_train.npy", "(2, 0)");
    assertRefused("DIR/y_train.npy: targets of size 0 (2x0 int64); write the file again");
  }

  @Test
  void kindsOfTargetMustAgree() throws IOException {
    floats("x_train.npy", Shape.of(2, 1), 0, 1);
    longs("y_train.npy", "(2,)", 0, 1);
    floats("x_test.npy", Shape.of(2, 1), 0, 1);
    floats("y_test.npy", Shape.of(2), 0, 0.5f);
    assertRefused(
        "DIR/y_test.npy: label 0.5 of sample 1 is not a whole number, as the training labels are");
    floats("y_test.npy", Shape.of(2), 0, 1);
    floats("x_test.npy", Shape.of(2, 2), 0, 1, 2, 3);
    assertThatThrownBy(() -> NpyDirectory.load(directory))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith("all parts must have the same shape and kind of target");
  }

  @Test
  void mappedFilesOfSeveralChunksAreReadRight() throws IOException {
    // 3 rows of 700 MiB: one row a chunk; the file is sparse and takes no disk.
    int row = 700 << 20;
    Path file = directory.resolve("big.npy");
    String header = "{'descr': '|u1', 'fortran_order': False, 'shape': (3, %d)}".formatted(row);
    byte[] start = npy(header, new byte[0]);
    try (var channel =
        Files.newByteChannel(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE)) {
      channel.write(ByteBuffer.wrap(start));
      channel.position(start.length + 2L * row + 5).write(ByteBuffer.wrap(new byte[] {42}));
      channel.position(start.length + 3L * row - 1).write(ByteBuffer.wrap(new byte[] {43}));
    }
    RawArray array = NpyFile.open(file).array();
    assertThat(array.readLong(2, 5)).isEqualTo(42);
    assertThat(array.readLong(2, row - 1)).isEqualTo(43);
    assertThat(array.readLong(1, 5)).isZero();
  }
}
