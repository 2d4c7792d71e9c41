package dev.lamina.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.sun.management.ThreadMXBean;
import dev.lamina.LaminaException;
import dev.lamina.keras.hdf5.Hdf5Reader;
import dev.lamina.keras.hdf5.HostileHdf5;
import dev.lamina.keras.zip.HostileArchives;
import dev.lamina.models.Model;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every attack is refused by name, does not hang, allocates no more than a bound that follows from
 * the file's size, and leaves the files around it alone.
 */
class HostileFilesTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  // What a million JSON tokens take, and the largest text.
  private static final long FREE_BYTES = 160L << 20;

  @TempDir Path directory;

  @TestFactory
  List<DynamicTest> archives() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    HostileArchives.all()
        .forEach(
            (name, attack) ->
                tests.add(
                    dynamicTest(
                        name,
                        () -> {
                          Path path = directory.resolve("hostile.keras");
                          Files.write(path, attack.file());
                          refused(
                              path, () -> Model.load(path, Fixtures.REFERENCE), attack.message());
                        })));
    return tests;
  }

  @TestFactory
  List<DynamicTest> hdf5() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    HostileHdf5.all()
        .forEach(
            (name, attack) ->
                tests.add(
                    dynamicTest(
                        name,
                        () -> {
                          Model model = Fixtures.small();
                          Map<String, float[]> before = model.weights();
                          Path path = directory.resolve("hostile.weights.h5");
                          Files.write(path, attack.file());
                          refused(path, () -> model.loadWeights(path), attack.message());
                          assertThat(model.weights()).usingRecursiveComparison().isEqualTo(before);
                        })));
    return tests;
  }

  @Test
  void compressedWeightsDoNotUnpackToManyTimesTheFile() throws IOException {
    byte[] bomb = HostileHdf5.compressedBomb();
    Path path = Files.write(directory.resolve("hostile.h5"), bomb);
    refused(
        path,
        () ->
            dev.lamina.keras.Loading.of(
                path, () -> Hdf5Reader.read(bomb).get("w").requireData().floats(12 << 20)),
        "the HDF5 data unpack to far more than the file's");
    assertThat(Hdf5Reader.read(bomb).get("w").requireData().dims()).containsExactly(12 << 20);
  }

  @Test
  void aLambdaInAFileOfKeras1IsRefused() throws IOException {
    Path path = directory.resolve("hostile.h5");
    String good = new String(Fixtures.bytes("legacy/keras1.h5"), StandardCharsets.ISO_8859_1);
    String evil = good.replace("\"class_name\": \"Flatten\"", "\"class_name\": \"Lambda\" ");
    assertThat(evil).isNotEqualTo(good);
    Files.write(path, evil.getBytes(StandardCharsets.ISO_8859_1));
    refused(path, () -> Model.load(path, Fixtures.REFERENCE), "of class Lambda is refused");
  }

  @Test
  void aLambdaInALegacyFileIsRefused() throws IOException {
    // Files of Keras 2 kept the code in the attribute model_config.
    Path path = directory.resolve("hostile.h5");
    String good = new String(Fixtures.bytes("sequential.h5"), StandardCharsets.ISO_8859_1);
    String evil = good.replace("\"class_name\": \"Conv2D\"", "\"class_name\": \"Lambda\"");
    assertThat(evil).isNotEqualTo(good);
    Files.write(path, evil.getBytes(StandardCharsets.ISO_8859_1));
    refused(path, () -> Model.load(path, Fixtures.REFERENCE), "of class Lambda is refused");
  }

  @Test
  void aFlippedBitInTheWeightsIsCaught() throws IOException {
    Model model = Fixtures.small();
    Path path = directory.resolve("flipped.keras");
    model.save(path);
    byte[] good = Files.readAllBytes(path);
    String text = new String(good, StandardCharsets.ISO_8859_1);
    int start = text.indexOf("model.weights.h5") + "model.weights.h5".length();
    int end = text.indexOf("PK\1\2");
    for (int at = start + 8; at < end - 16; at += Math.max(1, (end - start) / 97)) {
      byte[] bad = good.clone();
      bad[at] ^= 1;
      Files.write(path, bad);
      refused(path, () -> Model.load(path, Fixtures.REFERENCE), "model.weights.h5 is damaged");
    }
  }

  private interface Loading {
    void run() throws IOException;
  }

  private void refused(Path path, Loading loading, String message) throws IOException {
    Files.writeString(directory.resolve("decoy.txt"), "decoy");
    Map<Path, ByteBuffer> before = content();
    long[] allocated = new long[1];
    Throwable thrown =
        assertTimeoutPreemptively(
            Duration.ofSeconds(20),
            () -> {
              long start = THREADS.getCurrentThreadAllocatedBytes();
              Throwable caught = catchThrowable(loading::run);
              allocated[0] = THREADS.getCurrentThreadAllocatedBytes() - start;
              return caught;
            });
    assertThat(thrown)
        .isInstanceOf(LaminaException.class)
        .hasMessageContaining(path + ": ")
        .hasMessageContaining(message);
    assertThat(thrown.getMessage()).hasSizeLessThan(2000);
    assertThat(allocated[0]).isLessThan(FREE_BYTES + 50 * Files.size(path));
    assertThat(content()).isEqualTo(before);
  }

  private Map<Path, ByteBuffer> content() throws IOException {
    Map<Path, ByteBuffer> content = new LinkedHashMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted().toList()) {
        byte[] bytes = Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[0];
        content.put(file, ByteBuffer.wrap(bytes));
      }
    }
    return content;
  }
}
