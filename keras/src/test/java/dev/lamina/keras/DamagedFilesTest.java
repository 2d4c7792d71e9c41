package dev.lamina.keras;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.lamina.LaminaException;
import dev.lamina.models.Model;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged and hostile files. More cases: {@code -Dlamina.damage.cases=10000}. */
class DamagedFilesTest {
  private static final int CASES = Integer.getInteger("lamina.damage.cases", 600);

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"sequential.keras", "sequential.h5", "sequential.weights.h5"})
  void damageIsAnErrorAndNeverACrash(String name) throws IOException {
    byte[] good = Fixtures.bytes(name);
    var random = new SplittableRandom(11);
    Path path = directory.resolve(name);
    Model model = Model.load(Fixtures.file(directory, "chain.keras"), Fixtures.REFERENCE);
    assertTimeoutPreemptively(
        Duration.ofMinutes(10),
        () -> {
          for (int i = 0; i < CASES; i++) {
            byte[] bad =
                random.nextInt(4) == 0
                    ? Arrays.copyOf(good, random.nextInt(good.length))
                    : flipped(good, random);
            Files.write(path, bad);
            try {
              if (name.endsWith(".weights.h5")) {
                model.loadWeights(path);
              } else {
                Model.load(path, Fixtures.REFERENCE).close();
              }
            } catch (LaminaException | IOException expected) {
              // Anything else fails the test.
            }
          }
        });
  }

  private static byte[] flipped(byte[] good, SplittableRandom random) {
    byte[] bad = good.clone();
    int flips = 1 + random.nextInt(3);
    for (int i = 0; i < flips; i++) {
      // Half of the flips hit the beginning, where the structure is.
      int at = random.nextInt(random.nextBoolean() ? good.length : Math.min(4096, good.length));
      bad[at] ^= (byte) (1 << random.nextInt(8));
    }
    return bad;
  }

  private Path archive(Map<String, byte[]> entries) throws IOException {
    Path path = directory.resolve("hostile.keras");
    try (OutputStream out = Files.newOutputStream(path);
        var zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> each : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(each.getKey()));
        zip.write(each.getValue());
        zip.closeEntry();
      }
    }
    return path;
  }

  private Path withConfig(String config) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("config.json", config.getBytes(StandardCharsets.UTF_8));
    entries.put("model.weights.h5", Hdf5Writer.write(new Hdf5Writer.Group()));
    return archive(entries);
  }

  private static void refused(Path path, String message) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () ->
            assertThatThrownBy(() -> Model.load(path, Fixtures.REFERENCE))
                .isInstanceOf(LaminaException.class)
                .hasMessageContaining(message));
  }

  private static String sequential(String layers) {
    return "{\"class_name\":\"Sequential\",\"config\":{\"name\":\"s\",\"layers\":["
        + "{\"class_name\":\"InputLayer\",\"config\":{\"batch_shape\":[null,8]}},"
        + layers
        + "]}}";
  }

  @Test
  void codeIsRefused() throws IOException {
    refused(
        withConfig(
            sequential(
                "{\"class_name\":\"Lambda\",\"config\":{\"name\":\"l\",\"function\":{\"class_name\":\"__lambda__\",\"config\":{\"code\":\"4wEA\"}}}}")),
        "layer 'l' of class Lambda is refused");
    refused(
        withConfig(
            sequential(
                "{\"class_name\":\"Dense\",\"module\":\"os\",\"registered_name\":null,\"config\":{\"name\":\"d\",\"units\":1}}")),
        "layer 'd' of class os.Dense is not supported");
    refused(
        withConfig(
            sequential(
                "{\"class_name\":\"Dense\",\"registered_name\":\"evil>Dense\",\"config\":{\"name\":\"d\",\"units\":1}}")),
        "layer 'd' of class evil>Dense is not supported");
  }

  @Test
  void anArchitectureThatIsLargerThanItsFileIsNotAllocated() throws IOException {
    refused(
        withConfig(
            sequential(
                "{\"class_name\":\"Dense\",\"config\":{\"name\":\"d\",\"units\":200000000}}")),
        "hostile.keras");
  }

  @Test
  void deepJsonIsRefused() throws IOException {
    refused(withConfig("{\"a\":" + "[".repeat(100_000)), "config.json is damaged");
  }

  @Test
  void pathsThatLeaveTheArchiveAreRefused() throws IOException {
    refused(archive(Map.of("../outside.txt", new byte[1])), "leaves the archive");
    refused(archive(Map.of("/etc/outside.txt", new byte[1])), "leaves the archive");
  }

  @Test
  void zipBombsAreRefused() throws IOException {
    refused(archive(Map.of("config.json", new byte[(64 << 20) + 1])), "which is refused");
  }

  @Test
  void shapesThatTheFileDoesNotHoldAreRefused() throws IOException {
    var root = new Hdf5Writer.Group();
    root.group("layers")
        .group("dense")
        .group("vars")
        .put("0", new int[] {1 << 15, 1 << 14}, new float[2]);
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put(
        "config.json",
        sequential("{\"class_name\":\"Dense\",\"config\":{\"name\":\"d\",\"units\":1}}")
            .getBytes(StandardCharsets.UTF_8));
    entries.put("model.weights.h5", Hdf5Writer.write(root));
    refused(archive(entries), "damaged or cut off");
  }
}
