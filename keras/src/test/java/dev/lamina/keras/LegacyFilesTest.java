package dev.lamina.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lamina.LaminaException;
import dev.lamina.activations.Activations;
import dev.lamina.config.Config;
import dev.lamina.models.LoadOptions;
import dev.lamina.models.Model;
import dev.lamina.models.TrainingState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files in the forms of old versions, all of one network; tools/keras-legacy makes them. */
class LegacyFilesTest {
  @TempDir Path directory;

  private Model load(String name) throws IOException {
    return Model.load(file(name), Fixtures.REFERENCE);
  }

  private Path file(String name) throws IOException {
    Path path = directory.resolve(name);
    return java.nio.file.Files.write(path, Fixtures.bytes("legacy/" + name));
  }

  private static void requirePredictions(Model model, String expectedName) throws IOException {
    float[] expected = Fixtures.floats("legacy/" + expectedName);
    float[] actual = model.predict(Fixtures.floats("legacy/x.bin"));
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(1e-6f));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keras1.h5",
        "keras1_functional.h5",
        "keras1_unnamed.h5",
        "keras2_amsgrad.h5",
        "keras2_rmsprop.h5",
        "keras2_sgd.h5",
        "keras2_theano.h5",
        "keras2_split_names.h5",
        "tf1.h5",
        "tf2_3.h5",
        "tf2_functional.h5",
        "tf2_13.h5",
        "float64.h5",
        "float16.h5",
        "big_endian.h5",
        "chunked.h5",
        "compressed.h5",
        "latest.h5",
        "latest_compressed.h5",
        "keras2_12.keras",
        "keras2_13.keras",
        "keras3_0.keras"
      })
  void predictionsAreThoseOfKeras(String name) throws IOException {
    requirePredictions(load(name), "y.bin");
  }

  @Test
  void numbersThatKeras22WroteAsArraysAreNumbers() throws IOException {
    requirePredictions(load("keras2_relu.h5"), "y_relu.bin");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keras1.h5",
        "keras2_weights.h5",
        "keras2_theano.h5",
        "keras2_split_names.h5",
        "bfloat16.weights.h5",
        "keras2_12.keras"
      })
  void weightsFitAModelOfTheSameStructure(String name) throws IOException {
    Model model = load("tf2_functional.h5");
    for (String weight : model.weightNames()) {
      model.setWeight(weight, new float[Math.toIntExact(model.weightShape(weight).size())]);
    }
    model.loadWeights(file(name));
    requirePredictions(model, "y.bin");
  }

  @ParameterizedTest
  @CsvSource({
    "keras1.h5, Adam, 3, momentum velocity",
    "keras2_amsgrad.h5, Adam, 3, momentum velocity velocity_hat",
    "keras2_rmsprop.h5, RMSprop, 0, velocity",
    "tf1.h5, SGD, 3, momentum",
    "tf2_3.h5, RMSprop, 3, velocity momentum average_gradient",
    "tf2_13.h5, Adam, 3, momentum velocity",
    "keras2_12.keras, Adam, 3, momentum velocity",
    "keras2_13.keras, Adam, 3, momentum velocity",
    "keras3_0.keras, Adam, 3, momentum velocity"
  })
  void theOptimizersStateIsTakenOver(String name, String optimizer, int steps, String kinds)
      throws IOException {
    Model model = load(name);
    TrainingState state = model.trainingState();
    Config config = model.compilation().optimizer().config();
    assertThat(config.className()).isEqualTo(optimizer);
    assertThat(model.learningRate()).isEqualTo(0.0625);
    assertThat(state.steps()).isEqualTo(steps);
    List<String> weights = model.trainableWeightNames();
    List<String> slots = List.of(kinds.split(" "));
    assertThat(state.slots()).hasSize(slots.size() * weights.size());
    for (int kind = 0; kind < slots.size(); kind++) {
      for (int i = 0; i < weights.size(); i++) {
        float[] expected =
            new float[state.slots().get(weights.get(i) + "/" + slots.get(kind)).length];
        Arrays.fill(expected, kind + 1 + i / 8f);
        assertThat(state.slots().get(weights.get(i) + "/" + slots.get(kind))).isEqualTo(expected);
      }
    }
  }

  @Test
  void momentsThatAreNotUsedAreLeft() throws IOException {
    Model model = load("keras2_sgd.h5");
    assertThat(model.trainingState().steps()).isEqualTo(3);
    assertThat(model.trainingState().slots()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"keras1.h5", "tf1.h5", "tf2_3.h5", "tf2_13.h5", "keras2_13.keras"})
  void lossAndMetricsAreTakenOver(String name) throws IOException {
    var compilation = load(name).compilation();
    assertThat(compilation.loss().config().className()).isEqualTo("SparseCategoricalCrossentropy");
    assertThat(compilation.metrics()).hasSize(1);
    assertThat(compilation.metrics().get(0).name()).isEqualTo("accuracy");
    assertThat(compilation.metrics().get(0).config().className())
        .isEqualTo("SparseCategoricalAccuracy");
  }

  @Test
  void anAbbreviatedMetricKeepsItsName() throws IOException {
    var compilation = load("keras2_list.h5").compilation();
    assertThat(compilation.metrics().get(0).name()).isEqualTo("acc");
    assertThat(compilation.metrics().get(0).config().className()).isEqualTo("CategoricalAccuracy");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "keras1_channels_first.h5 | data_format=channels_first is not supported; only channels_last is",
        "keras2_hard_sigmoid.h5 | layer 'activation_1': its activation hard_sigmoid is 0.2 x + 0.5",
        "keras2_weights.h5 | the file holds weights alone; build the model and call loadWeights",
        "keras0.h5 | the file holds weights alone; build the model and call loadWeights",
        "lzf.h5 | the HDF5 filter lzf is not supported; gzip, shuffle and fletcher32 are; copy the file with h5repack -f NONE",
        "growing_latest.h5 | HDF5 chunks that can grow are not supported in files of libver=\"latest\"; copy the file with h5repack -l CONTI",
        "npz.keras | weights in model.weights.npz are not supported"
      })
  void whatIsNotSupportedIsNamed(String name, String message) throws IOException {
    Path path = file(name);
    assertThatThrownBy(() -> Model.load(path, Fixtures.REFERENCE))
        .isInstanceOf(LaminaException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContaining(message);
  }

  @Test
  void weightsOfKeras0AreRefused() throws IOException {
    Model model = load("tf2_functional.h5");
    Path path = file("keras0.h5");
    assertThatThrownBy(() -> model.loadWeights(path))
        .isInstanceOf(LaminaException.class)
        .hasMessageContaining(
            "the file has the form of Keras 0, whose layers have no names; load it with Keras 1");
  }

  @Test
  void anActivationThatChangedItsMeaningCanBeGiven() throws IOException {
    LoadOptions options =
        Fixtures.REFERENCE.customObject("hard_sigmoid", config -> Activations.TANH);
    requirePredictions(Model.load(file("keras2_hard_sigmoid.h5"), options), "y.bin");
  }
}
