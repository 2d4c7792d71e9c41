package dev.lamina.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.LaminaException;
import dev.lamina.callbacks.ModelCheckpoint;
import dev.lamina.datasets.Dataset;
import dev.lamina.ir.Shape;
import dev.lamina.layers.Input;
import dev.lamina.layers.convolutional.Conv2D;
import dev.lamina.layers.core.Dense;
import dev.lamina.layers.normalization.BatchNormalization;
import dev.lamina.layers.regularization.Dropout;
import dev.lamina.layers.reshaping.Flatten;
import dev.lamina.models.Callback;
import dev.lamina.models.Fit;
import dev.lamina.models.History;
import dev.lamina.models.Model;
import dev.lamina.models.Sequential;
import dev.lamina.models.Training;
import dev.lamina.optimizers.Adam;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Model files that training goes on from, and the callback that saves them. */
class ContinuedTrainingTest {
  @TempDir private Path directory;

  private static Dataset data(int count) {
    SplittableRandom random = new SplittableRandom(3);
    float[] inputs = new float[count * 16];
    int[] labels = new int[count];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) random.nextDouble();
    }
    Arrays.setAll(labels, i -> i % 3);
    return Dataset.of(inputs, Shape.of(4, 4, 1), labels);
  }

  private static Sequential model() {
    Sequential model =
        new Sequential(
            new Input(4, 4, 1),
            new Conv2D(2, 3).activation("relu"),
            new BatchNormalization(),
            new Dropout(0.4),
            new Flatten(),
            new Dense(3).activation("softmax"));
    model.setEngine("reference");
    model.setSeed(9);
    model.compile(new Adam(1e-3), "sparse_categorical_crossentropy", "accuracy");
    return model;
  }

  private static Fit fit(int epochs) {
    return Fit.epochs(epochs)
        .batchSize(8)
        .callbacks(
            new Callback() {
              @Override
              public void onBatchEnd(Training training) {
                training.model().setLearningRate(training.model().learningRate() * 0.9);
              }
            });
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aLoadedModelGoesOnWithTheSameBits() throws IOException {
    Path file = directory.resolve("m.keras");
    Sequential whole = model();
    whole.fit(data(21), fit(4));
    Sequential first = model();
    first.fit(data(21), fit(2));
    first.save(file);
    Model second = Model.load(file, Fixtures.REFERENCE);
    assertThat(second.seed()).isEqualTo(9);
    second.fit(data(21), fit(2));
    assertThat(second.steps()).isEqualTo(whole.steps());
    whole
        .weights()
        .forEach((name, values) -> assertThat(second.weight(name)).containsExactly(values));
    whole
        .trainingState()
        .slots()
        .forEach(
            (name, values) ->
                assertThat(second.trainingState().slots().get(name)).containsExactly(values));
  }

  @Test
  void savesAfterEachEpochUnderItsName() throws IOException {
    Sequential model = model();
    String name = directory.resolve("e{epoch:02d}-{val_loss:.3f}.keras").toString();
    History history =
        model.fit(data(21), fit(2).validation(data(9)).callbacks(new ModelCheckpoint(name)));
    assertThat(names())
        .containsExactly(
            "e01-%.3f.keras".formatted(history.get("val_loss").get(0)),
            "e02-%.3f.keras".formatted(history.get("val_loss").get(1)));
    Model saved = Model.load(directory.resolve(names().get(1)), Fixtures.REFERENCE);
    assertThat(saved.predict(data(9), 9)).containsExactly(model.predict(data(9), 9));
  }

  @Test
  void savesWeightsEverySoManySteps() throws IOException {
    String name = directory.resolve("{epoch}-{batch}.weights.h5").toString();
    model() // 3 steps in each epoch
        .fit(
            data(21),
            fit(3).callbacks(new ModelCheckpoint(name).saveWeightsOnly(true).saveFreq(2)));
    assertThat(names())
        .containsExactly("1-2.weights.h5", "2-1.weights.h5", "2-3.weights.h5", "3-2.weights.h5");
  }

  @Test
  void savesOnlyTheBest() throws IOException {
    Path file = directory.resolve("best.keras");
    // A rate that only grows makes the training loss rise in the end.
    Callback growing =
        new Callback() {
          @Override
          public void onEpochBegin(Training training) {
            training.model().setLearningRate(training.epoch() < 3 ? 0.01 : 3);
          }
        };
    ModelCheckpoint best =
        new ModelCheckpoint(file.toString()).monitor("loss").mode("min").saveBestOnly(true);
    History history = model().fit(data(21), Fit.epochs(5).batchSize(8).callbacks(growing, best));
    List<Double> losses = history.get("loss");
    int bestEpoch = 1;
    for (int epoch = 2; epoch <= 5; epoch++) {
      bestEpoch = losses.get(epoch - 1) < losses.get(bestEpoch - 1) ? epoch : bestEpoch;
    }
    assertThat(bestEpoch).isLessThan(5);
    assertThat(Model.load(file, Fixtures.REFERENCE).steps()).isEqualTo(3L * bestEpoch);

    Files.delete(file);
    model().fit(data(21), fit(2).callbacks(best.initialValueThreshold(1e-9)));
    assertThat(file).as("no epoch was better than the threshold").doesNotExist();
  }

  @Test
  void modelCheckpointDeletesWhatAKilledTrainingHasLeft() throws IOException {
    String random = ".0123456789abcdef.tmp";
    Path left = Files.writeString(directory.resolve(".m-07-0.31.keras" + random), "left");
    Path other = Files.writeString(directory.resolve(".n-07-0.31.keras" + random), "another's");
    try (Sequential model = model()) {
      String template = directory + "/m-{epoch:02d}-{loss:.2f}.keras";
      model.fit(data(21), fit(1).callbacks(new ModelCheckpoint(template)));
    }
    assertThat(left).doesNotExist();
    assertThat(other).exists();
  }

  @Test
  void refusesBeforeTrainingWhatCouldNotBeSaved() {
    refused(new ModelCheckpoint("m.onnx"), "m.onnx: the format of this file is unknown");
    refused(
        new ModelCheckpoint("m.weights.h5"),
        "m.weights.h5 is for weights alone; call saveWeightsOnly(true), or name the file *.keras");
    refused(
        new ModelCheckpoint("m.keras").saveWeightsOnly(true),
        "ModelCheckpoint is to save weights only, so its file must end with .weights.h5; received m.keras");
    assertThatThrownBy(() -> new ModelCheckpoint("m.keras").saveFreq(0))
        .hasMessage("saveFreq must be >= 1 steps, received 0");
    assertThatThrownBy(() -> new ModelCheckpoint("m.keras").mode("best"))
        .hasMessageContaining("mode \"best\" is unknown; choose auto, min or max");
    Sequential model = model();
    ModelCheckpoint unseen =
        new ModelCheckpoint(directory.resolve("m.keras").toString()).saveBestOnly(true);
    assertThatThrownBy(() -> model.fit(data(21), fit(1).callbacks(unseen)))
        .isInstanceOf(LaminaException.class)
        .hasMessage(
            "ModelCheckpoint watches \"val_loss\", which is not reported; there are [loss, accuracy]; give fit validation data");
  }

  private static void refused(ModelCheckpoint checkpoint, String message) {
    Sequential model = model();
    assertThatThrownBy(() -> model.fit(data(21), fit(1).callbacks(checkpoint)))
        .isInstanceOf(LaminaException.class)
        .hasMessageStartingWith(message);
    assertThat(model.steps()).isZero();
  }
}
