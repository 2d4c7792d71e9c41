package dev.lamina.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lamina.datasets.Dataset;
import dev.lamina.ir.Shape;
import dev.lamina.models.Model;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Losses and metrics of compile settings, as functions, names and objects; figures of Keras. */
class ObjectivesTest {
  private static final int BATCH = 5;

  @TempDir private Path directory;

  static Stream<String> cases() throws IOException {
    String text = new String(Fixtures.bytes("objectives/expected.txt"), StandardCharsets.US_ASCII);
    assertThat(text.lines()).hasSize(8);
    return text.lines();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void evaluatesAsKeras(String line) throws IOException {
    String[] words = line.split(" ", -1);
    Map<String, Double> expected = new LinkedHashMap<>();
    for (int i = 1; i < words.length; i++) {
      String[] parts = words[i].split("=", 2);
      expected.put(parts[0], Double.parseDouble(parts[1]));
    }
    Path file = directory.resolve("it.keras");
    Files.write(file, Fixtures.bytes("objectives/" + words[0] + ".keras"));
    Dataset data =
        Dataset.of(
                Fixtures.floats("objectives/x.bin"),
                Shape.of(4),
                Fixtures.floats("objectives/y.bin"),
                Shape.of(3))
            .withSampleWeights(Fixtures.floats("objectives/w.bin"));
    // With -Dlamina.kept=DIR what Lamina writes stays there, for Keras to load.
    String kept = System.getProperty("lamina.kept");
    Path again =
        kept == null ? directory.resolve("again.keras") : Path.of(kept, words[0] + ".keras");
    try (Model model = Model.load(file, Fixtures.REFERENCE)) {
      Map<String, Double> figures = model.evaluate(data, BATCH);
      assertThat(figures.keySet()).containsExactlyInAnyOrderElementsOf(expected.keySet());
      expected.forEach(
          (name, value) ->
              assertThat(figures.get(name))
                  .as(name)
                  .isCloseTo(value, within(1e-5 * Math.max(1, Math.abs(value)))));
      model.save(again);
      try (Model loaded = Model.load(again, Fixtures.REFERENCE)) {
        assertThat(loaded.compilation().outputs()).isEqualTo(model.compilation().outputs());
        assertThat(loaded.evaluate(data, BATCH)).isEqualTo(figures);
      }
    }
  }
}
