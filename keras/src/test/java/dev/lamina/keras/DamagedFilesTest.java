package dev.lamina.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.lamina.LaminaException;
import dev.lamina.datasets.Dataset;
import dev.lamina.ir.Shape;
import dev.lamina.models.Fit;
import dev.lamina.models.Model;
import dev.lamina.models.TrainingState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files with flipped bits, or cut off: an error or a model, never a crash. What a damaged {@code
 * .keras} file gives is all that the undamaged one does, as the damage hit bytes without meaning.
 * More cases: {@code -Dlamina.damage.cases=10000}.
 */
class DamagedFilesTest {
  private static final int CASES = Integer.getInteger("lamina.damage.cases", 600);

  @TempDir Path directory;

  /** Everything that a file holds of a model. Floats are compared as bits. */
  private record Loaded(
      String architecture,
      String compilation,
      Map<String, List<Integer>> weights,
      Map<String, List<Integer>> slots,
      List<Object> state) {
    static Loaded of(Model model, boolean seeded) {
      TrainingState state = model.trainingState();
      return new Loaded(
          new String(Json.write(Architecture.toJson(model)), StandardCharsets.UTF_8),
          new String(Json.write(CompileSettings.toJson(model)), StandardCharsets.UTF_8),
          bits(model.weights()),
          bits(state.slots()),
          Arrays.asList(
              state.steps(), state.epochs(), state.learningRate(), seeded ? model.seed() : 0));
    }

    private static Map<String, List<Integer>> bits(Map<String, float[]> arrays) {
      Map<String, List<Integer>> bits = new TreeMap<>();
      arrays.forEach(
          (name, values) ->
              bits.put(
                  name,
                  IntStream.range(0, values.length)
                      .mapToObj(i -> Float.floatToRawIntBits(values[i]))
                      .toList()));
      return bits;
    }
  }

  @Test
  void aDamagedKerasFileIsRefusedOrGivesTheSameModel() throws IOException {
    Path path = directory.resolve("lamina.keras");
    try (Model model = Fixtures.small()) {
      model.compile("adam", "sparse_categorical_crossentropy", "accuracy");
      float[] images = new float[20 * 64];
      for (int i = 0; i < images.length; i++) {
        images[i] = (i * 37 % 101) / 101f;
      }
      model.fit(Dataset.of(images, Shape.of(8, 8, 1), new int[20]), Fit.epochs(1));
      model.save(path);
    }
    same(Files.readAllBytes(path), "saved by Lamina", true);
    same(Fixtures.bytes("sequential.keras"), "saved by Keras", false);
  }

  /**
   * Damages a file many times.
   *
   * @param seeded whether it holds the seed, which a model else draws when it is made
   */
  private void same(byte[] good, String what, boolean seeded) throws IOException {
    Path path = directory.resolve("damaged.keras");
    Files.write(path, good);
    Loaded whole = load(path, seeded);
    assertThat(whole.slots()).isNotEmpty();
    var random = new SplittableRandom(5);
    int loaded = 0;
    for (int i = 0; i < CASES; i++) {
      byte[] bad = i % 2 == 0 ? damaged(good, random) : inHeaders(good, random);
      Files.write(path, bad);
      try {
        assertThat(load(path, seeded).equals(whole)).as("case %d is the same", i).isTrue();
        loaded++;
      } catch (LaminaException expected) {
        // Anything else fails the test.
      }
    }
    System.out.printf(
        "%s: %d damaged .keras files, %d refused, %d loaded, all equal to the undamaged one%n",
        what, CASES, CASES - loaded, loaded);
    assertThat(loaded).as("timestamps have no meaning").isBetween(1, CASES / 2);
  }

  private static Loaded load(Path path, boolean seeded) throws IOException {
    try (Model model = Model.load(path, Fixtures.REFERENCE)) {
      return Loaded.of(model, seeded);
    }
  }

  /** A bit in the archive's own structure: a header or the directory. */
  private static byte[] inHeaders(byte[] good, SplittableRandom random) {
    String text = new String(good, StandardCharsets.ISO_8859_1);
    List<Integer> starts = new ArrayList<>();
    for (String signature : List.of("PK\3\4", "PK\1\2", "PK\5\6")) {
      for (int at = text.indexOf(signature); at >= 0; at = text.indexOf(signature, at + 1)) {
        starts.add(at);
      }
    }
    int at = starts.get(random.nextInt(starts.size())) + random.nextInt(64);
    byte[] bad = good.clone();
    bad[Math.min(at, good.length - 1)] ^= (byte) (1 << random.nextInt(8));
    return bad;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sequential.keras",
        "sequential.h5",
        "sequential.weights.h5",
        "legacy/keras1.h5",
        "legacy/tf2_13.h5",
        "legacy/compressed.h5",
        "legacy/latest_compressed.h5"
      })
  void damageIsAnErrorAndNeverACrash(String name) throws IOException {
    byte[] good = Fixtures.bytes(name);
    var random = new SplittableRandom(11);
    Path path = directory.resolve(name.substring(name.lastIndexOf('/') + 1));
    Model model = Model.load(Fixtures.file(directory, "chain.keras"), Fixtures.REFERENCE);
    assertTimeoutPreemptively(
        Duration.ofMinutes(10),
        () -> {
          int loaded = 0;
          for (int i = 0; i < CASES; i++) {
            Files.write(path, damaged(good, random));
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

  private static byte[] damaged(byte[] good, SplittableRandom random) {
    return random.nextInt(4) == 0
        ? Arrays.copyOf(good, random.nextInt(good.length))
        : flipped(good, random);
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
