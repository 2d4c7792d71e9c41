package dev.lamina.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.LaminaException;
import dev.lamina.datasets.Dataset;
import dev.lamina.ir.Shape;
import dev.lamina.losses.UnsupportedLoss;
import dev.lamina.models.Fit;
import dev.lamina.models.LoadOptions;
import dev.lamina.models.Model;
import dev.lamina.optimizers.UnsupportedOptimizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of Keras 3.15 with compile settings, regularizers and layers that Lamina lacks. */
class UnsupportedSettingsTest {
  private static final Shape IMAGE = Shape.of(16, 16, 3);

  @TempDir Path directory;
  private final List<String> told = new ArrayList<>();

  private Path file(String name) throws IOException {
    return Files.write(
        directory.resolve(name + ".keras"), Fixtures.bytes("unsupported/" + name + ".keras"));
  }

  private Model load(String name, LoadOptions options) throws IOException {
    return Model.load(file(name), options.engine("reference"));
  }

  private Model tolerant(String name) throws IOException {
    return load(name, LoadOptions.defaults().tolerant(told::add));
  }

  private static Dataset data() {
    float[] pixels = new float[4 * IMAGE.size()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = i % 7 / 7f;
    }
    return Dataset.of(pixels, IMAGE, new int[] {0, 1, 0, 1});
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pearson | the metric PearsonCorrelation is not supported and is left out",
        "circle | the loss Circle is not supported",
        "own_optimizer | the optimizer Custom>Mine (Mine) is not supported",
        "own_schedule | the optimizer Adam is not supported (class Custom>Slow (Slow) is not supported)",
        "own_constraint | layer 'conv2d_7' of class Conv2D: kernel_constraint=Custom>Own (Own) is not supported"
      })
  void byDefaultTheyAreAnErrorThatSaysHowToLoadWithout(String name, String message)
      throws IOException {
    assertThatThrownBy(() -> load(name, LoadOptions.defaults()))
        .isInstanceOf(LaminaException.class)
        .hasMessageContaining(name + ".keras: ")
        .hasMessageContaining(message)
        .hasMessageContaining("LoadOptions.defaults().compile(false)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pearson", "circle", "own_optimizer", "own_schedule", "own_constraint"})
  void withoutThemTheModelPredicts(String name) throws IOException {
    float[] pixels = new float[IMAGE.size()];
    Model model = load(name, LoadOptions.defaults().compile(false));
    assertThat(model.isCompiled()).isFalse();
    float[] expected = model.predict(pixels);
    assertThat(tolerant(name).predict(pixels)).isEqualTo(expected);
    assertThat(told).hasSize(1).first().asString().contains("not supported");
  }

  @Test
  void aTolerantLoaderLeavesMetricsOut() throws IOException {
    Model model = tolerant("pearson");
    assertThat(model.compilation().metrics()).isEmpty();
    assertThat(model.evaluate(data())).containsKey("loss");
    assertThat(model.fit(data(), Fit.epochs(1).batchSize(2)).epochs()).hasSize(1);
  }

  /** These were not supported once. */
  @ParameterizedTest
  @CsvSource({
    "auc, auc",
    "precision, precision",
    "sensitivity, sensitivity_at_specificity",
    "fbeta, fbeta_score"
  })
  void metricsOfFilesAreReportedAndSaved(String name, String metric) throws IOException {
    Model model = load(name, LoadOptions.defaults());
    assertThat(model.evaluate(data()).get(metric)).isBetween(0.0, 1.0);
    Path again = directory.resolve("again.keras");
    model.save(again);
    Model loaded = Model.load(again, LoadOptions.defaults().engine("reference"));
    assertThat(loaded.compilation().metrics()).isEqualTo(model.compilation().metrics());
    assertThat(loaded.evaluate(data())).isEqualTo(model.evaluate(data()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"own_optimizer", "own_schedule"})
  void anUnknownOptimizerEvaluatesAndDoesNotTrain(String name) throws IOException {
    Model model = tolerant(name);
    assertThat(model.compilation().optimizer()).isInstanceOf(UnsupportedOptimizer.class);
    assertThat(model.evaluate(data())).containsKeys("loss", "accuracy");
    assertThatThrownBy(() -> model.fit(data(), Fit.epochs(1).batchSize(2)))
        .isInstanceOf(LaminaException.class)
        .hasMessageContaining("cannot be trained with the optimizer")
        .hasMessageContaining("compile it with another");
    assertThatThrownBy(() -> model.save(directory.resolve("again.keras")))
        .hasMessageContaining("saving would lose it");
    model.compile("sgd", "sparse_categorical_crossentropy");
    assertThat(model.fit(data(), Fit.epochs(1).batchSize(2)).epochs()).hasSize(1);
  }

  @Test
  void anUnknownLossDoesNotEvaluate() throws IOException {
    Model model = tolerant("circle");
    assertThat(model.compilation().loss()).isInstanceOf(UnsupportedLoss.class);
    assertThatThrownBy(() -> model.evaluate(data()))
        .isInstanceOf(LaminaException.class)
        .hasMessageContaining("cannot be trained or evaluated with the loss");
    Path again = directory.resolve("again.keras");
    model.save(again);
    assertThat(setting(again, "loss")).isEqualTo(setting(file("circle"), "loss"));
    assertThat(setting(again, "metrics")).isEqualTo(setting(file("circle"), "metrics"));
    Model kept = Model.load(again, Fixtures.REFERENCE.tolerant(told::add));
    assertThat(kept.compilation().loss()).isEqualTo(model.compilation().loss());
    float[] pixels = new float[IMAGE.size()];
    assertThat(kept.predict(pixels)).isEqualTo(model.predict(pixels));
  }

  @Test
  void constraintsAreNeverLostInSilence() throws IOException {
    Model model = load("own_constraint", LoadOptions.defaults().compile(false));
    model.compile("sgd", "sparse_categorical_crossentropy");
    assertThatThrownBy(() -> model.fit(data(), Fit.epochs(1).batchSize(2)))
        .isInstanceOf(LaminaException.class)
        .hasMessageContaining("cannot be trained", "kernel_constraint=Custom>Own");
    assertThat(model.evaluate(data())).containsKey("loss"); // a constraint is of training only
    assertThatThrownBy(() -> model.save(directory.resolve("again.keras")))
        .isInstanceOf(LaminaException.class)
        .hasMessageContaining("kernel_constraint was left out when the model was loaded");
    assertThat(directory.resolve("again.keras")).doesNotExist();
    model.saveWeights(directory.resolve("again.weights.h5"));
    assertThatThrownBy(() -> tolerant("own_constraint").fit(data(), Fit.epochs(1).batchSize(2)))
        .hasMessageContaining("kernel_constraint=Custom>Own");
  }

  @ParameterizedTest
  @CsvSource({
    "augment, layer 'random_flip' of class RandomFlip is not supported",
    "augment, layer 'random_rotation' of class RandomRotation is not supported"
  })
  void layersAreNamedWhateverTheOptions(String name, String message) throws IOException {
    for (LoadOptions options :
        List.of(LoadOptions.defaults(), LoadOptions.defaults().compile(false))) {
      assertThatThrownBy(() -> load(name, options))
          .isInstanceOf(LaminaException.class)
          .hasMessageContaining(message);
    }
  }

  /** The settings of a legacy file, changed where they lie. */
  @ParameterizedTest
  @CsvSource({
    "\"accuracy\", \"accurary\", metric",
    "\"class_name\": \"Adam\", \"class_name\": \"Atom\", optimizer",
    "sparse_categorical_crossentropy, sparse_categorical_crossentroqy, loss"
  })
  void legacyFilesAreTreatedAlike(String from, String to, String what) throws IOException {
    String text = new String(Fixtures.bytes("sequential.h5"), StandardCharsets.ISO_8859_1);
    assertThat(text).contains(from);
    Path path = directory.resolve("changed.h5");
    Files.write(path, text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> Model.load(path, Fixtures.REFERENCE))
        .isInstanceOf(LaminaException.class)
        .hasMessageContaining("the " + what + " ")
        .hasMessageContaining("LoadOptions.defaults().compile(false)");
    float[] expected = Fixtures.floats("y.bin");
    Model without = Model.load(path, Fixtures.REFERENCE.compile(false));
    assertThat(without.predict(Fixtures.floats("x.bin"))).hasSameSizeAs(expected);
    Model model = Model.load(path, Fixtures.REFERENCE.tolerant(told::add));
    assertThat(told).hasSize(1).first().asString().startsWith("the " + what + " ");
    assertThat(model.predict(Fixtures.floats("x.bin"))).hasSameSizeAs(expected);
  }

  private static Object setting(Path file, String name) throws IOException {
    try (var zip = new ZipFile(file.toFile());
        var in = zip.getInputStream(zip.getEntry("config.json"))) {
      Map<String, Object> config = Json.readObject("config.json", in.readAllBytes());
      return Json.object(config.get("compile_config"), "compile_config").get(name);
    }
  }
}
