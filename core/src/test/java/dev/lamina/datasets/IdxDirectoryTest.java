package dev.lamina.datasets;

import static dev.lamina.datasets.TestFiles.concat;
import static dev.lamina.datasets.TestFiles.gzip;
import static dev.lamina.datasets.TestFiles.idxBytes;
import static dev.lamina.datasets.TestFiles.idxHeader;
import static dev.lamina.datasets.TestFiles.idxLabels;
import static dev.lamina.datasets.TestFiles.input;
import static dev.lamina.datasets.TestFiles.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.DataException;
import dev.lamina.Requires;
import dev.lamina.ir.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdxDirectoryTest {

  private static final String IMAGES = "train-images-idx3-ubyte";
  private static final String LABELS = "train-labels-idx1-ubyte";

  @TempDir Path directory;

  private Path file(String name, byte[] content) throws IOException {
    return Files.write(directory.resolve(name), content);
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> IdxDirectory.load(directory))
        .isInstanceOf(DataException.class)
        .hasMessage(message.replace("DIR", directory.toString()));
  }

  @ParameterizedTest
  @CsvSource({
    "t10k, -idx3-ubyte, -idx1-ubyte, false",
    "t10k, -idx3-ubyte.gz, -idx1-ubyte.gz, true",
    "t10k, .idx3-ubyte, .idx1-ubyte, false",
    "test, .idx3-ubyte.gz, .idx1-ubyte.gz, true"
  })
  void allSpellingsOfTheNames(String test, String images, String labels, boolean gzipped)
      throws IOException {
    byte[][] contents = {
      idxBytes(4, 2, 3), idxLabels(0, 1, 2, 1), idxBytes(2, 2, 3), idxLabels(2, 0)
    };
    String[] names = {
      "train-images" + images,
      "train-labels" + labels,
      test + "-images" + images,
      test + "-labels" + labels
    };
    for (int i = 0; i < 4; i++) {
      file(names[i], gzipped ? gzip(contents[i]) : contents[i]);
    }
    TrainTest data = IdxDirectory.load(directory);
    assertThat(data.train().size()).isEqualTo(4);
    assertThat(data.test().size()).isEqualTo(2);
    assertThat(data.train().inputShape()).isEqualTo(Shape.of(2, 3, 1));
    assertThat(data.train().classes()).hasValue(3);
    assertThat(input(data.train(), 1))
        .containsExactly(6 / 255f, 7 / 255f, 8 / 255f, 9 / 255f, 10 / 255f, 11 / 255f);
    assertThat(target(data.train(), 2)).containsExactly(2);
    assertThat(target(data.test(), 0)).containsExactly(2);
    assertThat(data.source()).isEqualTo(directory + " (uint8 divided by 255)");
  }

  @Test
  void gzipIsToldByContentAndUnpackedFilesComeFirst() throws IOException {
    file(IMAGES, gzip(idxBytes(6, 1, 1)));
    file(LABELS + ".gz", idxLabels(0, 0, 0, 0, 0, 0));
    file(LABELS, idxLabels(1, 1, 1, 1, 1, 1));
    assertThat(target(IdxDirectory.load(directory).train(), 0)).containsExactly(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void otherElementTypesAreTakenAsTheyAre(boolean gzipped) throws IOException {
    int[] types = {0x09, 0x0b, 0x0c, 0x0d, 0x0e};
    for (int type : types) {
      ByteBuffer payload = ByteBuffer.allocate(2 * 8);
      for (int value : new int[] {-3, 100}) {
        switch (type) {
          case 0x09 -> payload.put((byte) value);
          case 0x0b -> payload.putShort((short) value);
          case 0x0c -> payload.putInt(value);
          case 0x0d -> payload.putFloat(value);
          default -> payload.putDouble(value);
        }
      }
      byte[] content =
          concat(idxHeader(type, 2, 1, 1), Arrays.copyOf(payload.array(), payload.position()));
      file(IMAGES, gzipped ? gzip(content) : content);
      file(LABELS, idxLabels(0, 1));
      file("t10k-images-idx3-ubyte", content);
      file("t10k-labels-idx1-ubyte", idxLabels(0, 1));
      TrainTest data = IdxDirectory.load(directory);
      assertThat(input(data.train(), 0)).as("type %x", type).containsExactly(-3);
      assertThat(input(data.train(), 1)).as("type %x", type).containsExactly(100);
      assertThat(data.source()).contains("values from -3 to 100 used as they are");
    }
  }

  @Test
  void theTypesNamesAreRecognized() throws IOException {
    file(
        "train-images-idx4-float",
        concat(
            idxHeader(0x0d, 2, 1, 1, 3),
            ByteBuffer.allocate(24).putFloat(4, 0.5f).putFloat(16, 0.5f).array()));
    file("train-labels-idx1-int", concat(idxHeader(0x0c, 2), new byte[] {0, 0, 0, 1, 0, 0, 0, 1}));
    TrainTest data = IdxDirectory.load(directory);
    assertThat(data.train().inputShape()).isEqualTo(Shape.of(1, 1, 3));
    assertThat(input(data.train(), 0)).containsExactly(0, 0.5f, 0);
    assertThat(target(data.train(), 0)).containsExactly(1);
  }

  @Test
  void withoutATestPartASixthOfEachClassIsHeldOutAndSaidSo() throws IOException {
    file(IMAGES, idxBytes(12, 1, 1));
    file(LABELS, idxLabels(0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1));
    TrainTest data = IdxDirectory.load(directory);
    assertThat(data.train().size()).isEqualTo(10);
    assertThat(target(data.test(), 0)[0] + target(data.test(), 1)[0]).isEqualTo(1);
    assertThat(data.source())
        .isEqualTo(
            directory
                + " (no t10k-images-idx3-ubyte[.gz]: 2 of 12 samples are held out for the test,"
                + " alike of each class, chosen by seed 0; uint8 divided by 255)");
    assertThat(IdxDirectory.load(directory, new DataOptions().testFraction(0.5)).test().size())
        .isEqualTo(6);
  }

  @Test
  void tooFewSamplesToHoldOutAny() throws IOException {
    file(IMAGES, idxBytes(1, 1, 1));
    file(LABELS, idxLabels(0));
    assertRefused(
        "DIR: there is no t10k-images-idx3-ubyte[.gz], and one sample cannot be split into training"
            + " and test; add a test part or more samples");
  }

  @Test
  void missingLabels() throws IOException {
    file(IMAGES, idxBytes(1, 1, 1));
    file("notes.txt", new byte[1]);
    assertRefused(
        "DIR: there is no train-labels-idx1-ubyte[.gz] file; expected train-images-idx3-ubyte[.gz]"
            + " and train-labels-idx1-ubyte[.gz] (and t10k-..., the test part); found: notes.txt,"
            + " train-images-idx3-ubyte");
    file(LABELS, idxLabels(0));
    file("t10k-labels-idx1-ubyte", idxLabels(0));
    assertThatThrownBy(() -> IdxDirectory.load(directory))
        .hasMessageContaining("there is no t10k-images-idx3-ubyte[.gz] file");
  }

  @Test
  void badMagic() throws IOException {
    file(IMAGES, "<html>".getBytes(StandardCharsets.US_ASCII));
    file(LABELS, idxLabels(0));
    assertRefused(
        "DIR/train-images-idx3-ubyte: not an IDX file: it starts with 3c 68 74 6d; expected 00 00,"
            + " a type (08 09 0b 0c 0d 0e) and a rank (01 to 08); check that it is the right file,"
            + " and download it again");
    for (byte[] content : new byte[][] {{0, 0, 7, 3}, {0, 0, 8, 0}, {0, 0, 8, 9}, {0, 0, 8}}) {
      file(IMAGES, content);
      assertThatThrownBy(() -> IdxDirectory.load(directory))
          .hasMessageContaining("not an IDX file");
    }
  }

  @Test
  void emptyAndCutOffFiles() throws IOException {
    file(LABELS, idxLabels(0, 1));
    file(IMAGES, new byte[0]);
    assertRefused("DIR/train-images-idx3-ubyte: the file is empty; copy or download it again");
    file(IMAGES, gzip(new byte[0]));
    assertRefused("DIR/train-images-idx3-ubyte: the file is empty; copy or download it again");
    byte[] good = idxBytes(2, 2, 2);
    file(IMAGES, Arrays.copyOf(good, 9));
    assertRefused(
        "DIR/train-images-idx3-ubyte: the file is cut off inside its header; copy or download it"
            + " again");
    file(IMAGES, Arrays.copyOf(good, good.length - 3));
    assertRefused(
        "DIR/train-images-idx3-ubyte: the file is cut off: its header says 2x2x2 uint8 (8 bytes),"
            + " but only 5 bytes follow; copy or download it again");
    file(IMAGES, Arrays.copyOf(good, good.length + 1));
    assertRefused(
        "DIR/train-images-idx3-ubyte: the file goes on after its end: its header says 2x2x2 uint8"
            + " (8 bytes), but 9 bytes follow; write the file again, with one array");
    file(IMAGES, gzip(Arrays.copyOf(good, good.length - 3)));
    assertRefused(
        "DIR/train-images-idx3-ubyte: the data is cut off: its header says 2x2x2 uint8 (8 bytes),"
            + " but it unpacks to 5; copy or download the file again");
    file(IMAGES, gzip(Arrays.copyOf(good, good.length + 1)));
    assertRefused(
        "DIR/train-images-idx3-ubyte: the data goes on after the 8 bytes of 2x2x2 uint8 that its"
            + " header says; the file is corrupt");
  }

  @Test
  void corruptGzip() throws IOException {
    byte[] good = gzip(idxBytes(20, 9, 9));
    file(LABELS, idxLabels(new int[20]));
    file(IMAGES, Arrays.copyOf(good, good.length / 2));
    assertRefused(
        "DIR/train-images-idx3-ubyte: the gzip data is cut off; copy or download the file again");
    byte[] flipped = good.clone();
    flipped[good.length - 8] ^= 1;
    file(IMAGES, flipped);
    assertRefused(
        "DIR/train-images-idx3-ubyte: the gzip data is corrupt (Corrupt GZIP trailer); copy or"
            + " download the file again");
    byte[] notDeflated = good.clone();
    Arrays.fill(notDeflated, 10, 30, (byte) 0xff);
    file(IMAGES, notDeflated);
    assertThatThrownBy(() -> IdxDirectory.load(directory))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("train-images-idx3-ubyte: the gzip data is corrupt (");
  }

  @Test
  void countsMustAgree() throws IOException {
    file(IMAGES, idxBytes(3, 1, 1));
    file(LABELS, idxLabels(0, 1));
    assertRefused(
        "DIR/train-images-idx3-ubyte: 3x1x1 uint8, but DIR/train-labels-idx1-ubyte: 2 uint8;"
            + " expected one target for each of the 3 inputs; check that both files belong"
            + " together");
  }

  @Test
  void labelsMustBeInRange() throws IOException {
    file(IMAGES, idxBytes(2, 1, 1));
    file(LABELS, idxLabels(0, 3));
    assertThatThrownBy(() -> IdxDirectory.load(directory, new DataOptions().classes(3)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            directory.resolve(LABELS)
                + ": label 3 of sample 1 is out of range: with 3 classes the labels are 0 to 2;"
                + " check the labels, or give the right number of classes");
    file(LABELS, idxLabels(0, 1));
    file("t10k-images-idx3-ubyte", idxBytes(1, 1, 1));
    file("t10k-labels-idx1-ubyte", idxLabels(2));
    assertRefused(
        "DIR/t10k-labels-idx1-ubyte: label 2 of sample 0 is out of range: with 2 classes the labels"
            + " are 0 to 1; check the labels, or give the right number of classes");
    assertThat(IdxDirectory.load(directory, new DataOptions().classes(3)).train().classes())
        .hasValue(3);
  }

  @Test
  void imagesOfSizeZeroAndNoImages() throws IOException {
    file(LABELS, idxLabels(0, 1));
    file(IMAGES, idxBytes(2, 0, 5));
    assertRefused(
        "DIR/train-images-idx3-ubyte: 2x0x5 uint8: images of size 0; write the file again, with a"
            + " height and width of at least 1");
    file(LABELS, idxLabels());
    file(IMAGES, idxBytes(0, 5, 5));
    assertRefused(
        "DIR/train-images-idx3-ubyte: 0x5x5 uint8: there are no samples; write the file again");
  }

  @Test
  void trainAndTestShapesMustAgree() throws IOException {
    file(IMAGES, idxBytes(1, 2, 2));
    file(LABELS, idxLabels(0));
    file("t10k-images-idx3-ubyte", idxBytes(1, 2, 3));
    file("t10k-labels-idx1-ubyte", idxLabels(0));
    assertRefused(
        "DIR: 1 samples of 2x2x1, 1 classes, from DIR/train-images-idx3-ubyte, but 1 samples of"
            + " 2x3x1, 1 classes, from DIR/t10k-images-idx3-ubyte; all parts must have the same"
            + " shape and kind of target");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void claimsOfHugeSizesAllocateNothing(boolean gzipped) throws IOException {
    file(LABELS, idxLabels(0));
    int[][] claims = {
      {Integer.MAX_VALUE, 1000, 1000},
      {Integer.MAX_VALUE, 1, 1},
      {1, Integer.MAX_VALUE, Integer.MAX_VALUE},
      {-1, 28, 28},
      {1_000_000_000, 1, 1},
      {100_000, 1000, 1}
    };
    for (int[] claim : claims) {
      byte[] content = concat(idxHeader(8, claim), new byte[100]);
      file(IMAGES, gzipped ? gzip(content) : content);
      long allocated =
          Allocation.during(
              () ->
                  assertThatThrownBy(() -> IdxDirectory.load(directory))
                      .isInstanceOf(DataException.class)
                      .hasMessageContaining(IMAGES));
      assertThat(allocated).isLessThan(32 << 20);
    }
  }

  @Test
  void aGzipBombEndsWhereItsHeaderSays() throws IOException {
    file(LABELS, idxLabels(0));
    file(IMAGES, gzip(concat(idxHeader(8, 1, 2, 2), new byte[100 << 20])));
    long allocated =
        Allocation.during(
            () ->
                assertThatThrownBy(() -> IdxDirectory.load(directory))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("the data goes on after the 4 bytes"));
    assertThat(allocated).isLessThan(32 << 20);
  }

  @Test
  void aFileWhereADirectoryIsExpected() throws IOException {
    Path file = file(IMAGES, idxBytes(1, 1, 1));
    assertThatThrownBy(() -> IdxDirectory.load(file))
        .isInstanceOf(NotDirectoryException.class)
        .hasMessage(file + ": is a file; name the directory that holds the data");
  }

  @Test
  void unreadableFiles() throws IOException {
    Path images = file(IMAGES, idxBytes(1, 1, 1));
    file(LABELS, idxLabels(0));
    Files.setPosixFilePermissions(images, PosixFilePermissions.fromString("---------"));
    Requires.thatHere(!Files.isReadable(images), "this user reads everything");
    assertThatThrownBy(() -> IdxDirectory.load(directory))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessage(images + ": permission denied; make the file readable for this user");
  }
}
