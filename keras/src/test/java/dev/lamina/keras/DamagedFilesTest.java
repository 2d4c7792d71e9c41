package dev.lamina.keras;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.lamina.LaminaException;
import dev.lamina.models.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files with flipped bits, or cut off. More cases: {@code -Dlamina.damage.cases=10000}. */
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
          int loaded = 0;
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
              loaded++;
            } catch (LaminaException | IOException expected) {
              // Anything else fails the test.
            }
          }
          System.out.printf(
              "%s: %d damaged files, %d refused, %d loaded%n", name, CASES, CASES - loaded, loaded);
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
}
