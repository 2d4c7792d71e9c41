package dev.lamina.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lamina.LaminaException;
import dev.lamina.datasets.Dataset;
import dev.lamina.ir.Shape;
import dev.lamina.models.Fit;
import dev.lamina.models.LoadOptions;
import dev.lamina.models.Model;
import dev.lamina.models.Sequential;
import dev.lamina.optimizers.Adam;
import dev.lamina.optimizers.Optimizer;
import dev.lamina.optimizers.RMSprop;
import dev.lamina.optimizers.SGD;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KerasFilesTest {
  @TempDir Path directory;

  private static Dataset data() throws IOException {
    int[] labels = new int[32];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % 10;
    }
    return Dataset.of(Fixtures.floats("x.bin"), Shape.of(8, 8, 1), labels);
  }

  private static void requireKerasPredictions(Model model) throws IOException {
    float[] expected = Fixtures.floats("y.bin");
    float[] actual = model.predict(Fixtures.floats("x.bin"));
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(1e-5f));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sequential.keras", "chain.keras", "sequential.h5"})
  void modelsOfKerasPredictAsInKeras(String name) throws IOException {
    requireKerasPredictions(Model.load(Fixtures.file(directory, name), Fixtures.REFERENCE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sequential.weights.h5", "sequential.keras", "sequential.h5"})
  void weightsOfKerasFitAModelOfTheSameStructure(String name) throws IOException {
    Model model = Model.load(Fixtures.file(directory, "chain.keras"), Fixtures.REFERENCE);
    model.setWeight("dense_1/bias", new float[10]);
    model.loadWeights(Fixtures.file(directory, name));
    requireKerasPredictions(model);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sequential.keras", "sequential.h5"})
  void theOptimizersStateIsTakenOver(String name) throws IOException {
    Model model = Model.load(Fixtures.file(directory, name), Fixtures.REFERENCE);
    assertThat(model.steps()).isEqualTo(4);
    assertThat(model.learningRate()).isCloseTo(1e-2, within(1e-9));
    assertThat(model.compilation().metrics().get(0).name()).isEqualTo("accuracy");
    assertThat(model.trainingState().slots()).containsKeys("conv2d/kernel/velocity");
    assertThat(model.trainingState().slots()).hasSize(2 * model.trainableWeightNames().size());
  }

  @Test
  void layersThatCannotBeRepresentedAreListedAtOnce() throws IOException {
    Path path = Fixtures.file(directory, "unsupported.keras");
    assertThatThrownBy(() -> Model.load(path))
        .isInstanceOf(LaminaException.class)
        .hasMessageContaining("layer 'memory' of class LSTM is not supported")
        .hasMessageContaining("layer 'code' of class Lambda is refused: it holds code");
  }

  @Test
  void functionalModelsThatBranchAreRefusedByName() throws IOException {
    Path path = Fixtures.file(directory, "branches.keras");
    assertThatThrownBy(() -> Model.load(path))
        .isInstanceOf(LaminaException.class)
        .hasMessageContaining("branches.keras: layer '");
  }

  static List<Optimizer> optimizers() {
    return List.of(
        new Adam(),
        new Adam().amsgrad(true),
        new SGD(),
        new SGD().momentum(0.9).nesterov(true),
        new RMSprop().momentum(0.5).centered(true));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void aSavedModelTrainsOnAsTheOneThatWasNotSaved(Optimizer optimizer) throws IOException {
    Sequential model = Fixtures.small();
    model.compile(optimizer, "sparse_categorical_crossentropy", "accuracy");
    Fit fit = Fit.epochs(1).batchSize(16).shuffle(false);
    model.fit(data(), fit);
    Path path = directory.resolve("m.keras");
    model.save(path);
    Model loaded = Model.load(path, Fixtures.REFERENCE);
    assertThat(loaded.compilation()).usingRecursiveComparison().isEqualTo(model.compilation());
    assertThat(loaded.steps()).isEqualTo(model.steps());
    assertThat(loaded.weights()).usingRecursiveComparison().isEqualTo(model.weights());
    assertThat(loaded.trainingState().slots())
        .usingRecursiveComparison()
        .isEqualTo(model.trainingState().slots());
    Map<String, Double> figures = model.evaluate(data());
    assertThat(loaded.evaluate(data())).isEqualTo(figures);
  }

  @Test
  void weightsAloneGoThroughAFile() throws IOException {
    Model model = Fixtures.small();
    Path path = directory.resolve("m.weights.h5");
    model.saveWeights(path);
    Sequential other = Fixtures.small();
    other.setWeight("dense/bias", new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
    other.loadWeights(path);
    assertThat(other.weights()).usingRecursiveComparison().isEqualTo(model.weights());
  }

  @Test
  void messagesSayWhatToDo() {
    Model model = Fixtures.small();
    assertThatThrownBy(() -> model.save(directory.resolve("m.onnx")))
        .hasMessageContaining("use a name that ends with .h5 or .keras or .weights.h5");
    assertThatThrownBy(() -> model.save(directory.resolve("m.h5")))
        .hasMessageContaining("legacy .h5 files are only read");
    assertThatThrownBy(() -> Model.load(directory.resolve("absent.keras"), LoadOptions.defaults()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("absent.keras");
  }
}
