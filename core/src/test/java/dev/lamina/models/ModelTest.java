package dev.lamina.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lamina.LaminaException;
import dev.lamina.ShapeException;
import dev.lamina.TrainingException;
import dev.lamina.callbacks.EarlyStopping;
import dev.lamina.datasets.Dataset;
import dev.lamina.ir.Shape;
import dev.lamina.layers.Input;
import dev.lamina.layers.convolutional.Conv2D;
import dev.lamina.layers.core.Dense;
import dev.lamina.layers.normalization.BatchNormalization;
import dev.lamina.layers.pooling.MaxPool2D;
import dev.lamina.layers.regularization.Dropout;
import dev.lamina.layers.reshaping.Flatten;
import dev.lamina.losses.SparseCategoricalCrossentropy;
import dev.lamina.optimizers.Adam;
import dev.lamina.optimizers.SGD;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ModelTest {
  /** Images whose class is the quarter that is bright. */
  private static Dataset quarters(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] images = new float[count * 36];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = random.nextInt(4);
      for (int p = 0; p < 36; p++) {
        int quarter = (p / 6 < 3 ? 0 : 2) + (p % 6 < 3 ? 0 : 1);
        images[i * 36 + p] = (float) (random.nextDouble() * 0.5 + (quarter == labels[i] ? 0.5 : 0));
      }
    }
    labels[0] = 3; // so that every part knows of four classes
    return Dataset.of(images, Shape.of(6, 6, 1), labels);
  }

  private static Sequential small(long seed) {
    Sequential model =
        new Sequential(
            new Input(6, 6, 1),
            new Conv2D(8, 3).padding("same").activation("relu"),
            new MaxPool2D(2),
            new BatchNormalization(),
            new Dropout(0.1),
            new Flatten(),
            new Dense(4).activation("softmax"));
    model.setEngine("reference");
    model.setSeed(seed);
    return model;
  }

  private static Sequential compiled(long seed) {
    Sequential model = small(seed);
    model.compile(new Adam(1e-2), "sparse_categorical_crossentropy", "accuracy");
    return model;
  }

  @Test
  void learns() throws IOException {
    try (Sequential model = compiled(1)) {
      Dataset test = quarters(101, 2);
      History history = model.fit(quarters(500, 1), Fit.epochs(5).batchSize(32).validation(test));
      assertThat(history.get("val_accuracy").get(4)).isGreaterThan(0.95);
      assertThat(history.get("loss").get(4)).isLessThan(history.get("loss").get(0));
      assertThat(model.evaluate(test, 7).get("accuracy"))
          .isCloseTo(history.last().get("val_accuracy"), within(1e-6));
      assertThat(model.steps()).isEqualTo(5 * 16);
    }
  }

  @Test
  void evaluatesThePredictions() throws IOException {
    try (Sequential model = compiled(3)) {
      Dataset data = quarters(23, 4);
      float[] predictions = model.predict(data, 5);
      int right = 0;
      double loss = 0;
      for (int i = 0; i < data.size(); i++) {
        float[] label = new float[1];
        data.readTarget(i, label, 0);
        float[] row = Arrays.copyOfRange(predictions, i * 4, i * 4 + 4);
        int best = 0;
        for (int c = 1; c < 4; c++) {
          best = row[c] > row[best] ? c : best;
        }
        right += best == (int) label[0] ? 1 : 0;
        loss -= Math.log(row[(int) label[0]]);
      }
      Map<String, Double> figures = model.evaluate(data, 10);
      assertThat(figures.get("accuracy")).isCloseTo(right / 23.0, within(1e-6));
      assertThat(figures.get("loss")).isCloseTo(loss / 23, within(1e-5));
    }
  }

  @Test
  void theSameSeedGivesTheSameBits() throws IOException {
    List<Map<String, float[]>> runs = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      try (Sequential model = compiled(7)) {
        model.fit(quarters(70, 1), Fit.epochs(2));
        runs.add(model.weights());
      }
    }
    runs.get(0)
        .forEach((name, values) -> assertThat(values).containsExactly(runs.get(1).get(name)));
  }

  @Test
  void weightsGoInAndOutByName() {
    try (Sequential model = small(1)) {
      assertThat(model.weightNames())
          .containsExactly(
              "conv2d/kernel",
              "conv2d/bias",
              "batch_normalization/gamma",
              "batch_normalization/beta",
              "batch_normalization/moving_mean",
              "batch_normalization/moving_variance",
              "dense/kernel",
              "dense/bias");
      assertThat(model.weightShape("dense/kernel")).isEqualTo(Shape.of(72, 4));
      float[] values = {1, 2, 3, 4};
      model.setWeight("dense/bias", values);
      assertThat(model.weight("dense/bias")).containsExactly(values);
      assertThatThrownBy(() -> model.weight("dens/bias"))
          .hasMessageContaining("there is no weight \"dens/bias\"; the model has [conv2d/kernel");
      assertThatThrownBy(() -> model.setWeights(Map.of("dense/bias", new float[3])))
          .hasMessage("dense/bias: received 3 values, expected 4 (shape 4)");
    }
  }

  @Test
  void movingStatisticsMoveInTrainingOnly() throws IOException {
    try (Sequential model = compiled(1)) {
      Dataset data = quarters(32, 1);
      model.evaluate(data);
      assertThat(model.weight("batch_normalization/moving_mean")).containsOnly(0);
      model.fit(data, Fit.epochs(1));
      assertThat(model.weight("batch_normalization/moving_mean")).doesNotContain(0);
    }
  }

  @Test
  void frozenLayersStayAsTheyAre() throws IOException {
    try (Sequential model =
        new Sequential(
            new Conv2D(3, 3).inputShape(6, 6, 1).trainable(false),
            new BatchNormalization().trainable(false),
            new Flatten(),
            new Dense(4))) {
      model.setEngine("reference");
      model.compile(new SGD(0.1), new SparseCategoricalCrossentropy().fromLogits(true), "accuracy");
      Map<String, float[]> before = model.weights();
      model.fit(quarters(64, 1), Fit.epochs(1));
      assertThat(model.weight("conv2d/kernel")).containsExactly(before.get("conv2d/kernel"));
      assertThat(model.weight("batch_normalization/moving_mean")).containsOnly(0);
      assertThat(model.weight("dense/kernel")).isNotEqualTo(before.get("dense/kernel"));
      assertThat(model.summary()).contains("Trainable: 196 ").contains("Not trainable: 42 ");
    }
  }

  @Test
  void classWeightsOfZeroLeaveAClassOut() throws IOException {
    try (Sequential model = compiled(1)) {
      History history =
          model.fit(
              quarters(60, 1), Fit.epochs(1).classWeights(Map.of(0, 0.0, 1, 0.0, 2, 0.0, 3, 0.0)));
      assertThat(history.last().get("loss")).isZero();
      assertThat(history.last().get("accuracy")).isGreaterThan(0);
    }
  }

  @Test
  void validationSplitTakesTheEnd() throws IOException {
    try (Sequential model = compiled(1)) {
      History history = model.fit(quarters(50, 1), Fit.epochs(1).validationSplit(0.2));
      assertThat(history.epochs().get(0).samples()).isEqualTo(40);
      assertThat(history.last()).containsKeys("loss", "accuracy", "val_loss", "val_accuracy");
    }
  }

  @Test
  void callbacksSeeEveryStepAndMayStop() throws IOException {
    List<String> seen = new ArrayList<>();
    Callback callback =
        new Callback() {
          @Override
          public void onBatchEnd(Training training) {
            seen.add(training.epoch() + ":" + training.step() + "/" + training.stepsPerEpoch());
          }

          @Override
          public void onEpochEnd(Training training, History.Epoch epoch) {
            training.stop();
          }
        };
    try (Sequential model = compiled(1)) {
      model.fit(quarters(50, 1), Fit.epochs(9).batchSize(20).callbacks(callback));
    }
    assertThat(seen).containsExactly("1:1/3", "1:2/3", "1:3/3");
  }

  @Test
  void earlyStoppingRestoresTheBestWeights() throws IOException {
    try (Sequential model = compiled(1)) {
      EarlyStopping stopping =
          new EarlyStopping("loss").minDelta(1e9).patience(2).restoreBestWeights(true);
      List<Map<String, float[]>> epochs = new ArrayList<>();
      Callback recorder =
          new Callback() {
            @Override
            public void onEpochEnd(Training training, History.Epoch epoch) {
              epochs.add(training.model().weights());
            }
          };
      model.fit(quarters(50, 1), Fit.epochs(9).callbacks(recorder, stopping));
      assertThat(stopping.bestEpoch()).isEqualTo(1);
      assertThat(stopping.stoppedEpoch()).isEqualTo(3);
      assertThat(model.weight("dense/kernel"))
          .containsExactly(epochs.get(0).get("dense/kernel"))
          .isNotEqualTo(epochs.get(2).get("dense/kernel"));
      assertThatThrownBy(
              () -> model.fit(quarters(50, 1), Fit.epochs(1).callbacks(new EarlyStopping())))
          .hasMessage(
              "EarlyStopping watches \"val_loss\", which is not reported; there are [loss, accuracy]; give fit validation data");
    }
  }

  @Test
  void shapesAreCheckedWhenTheModelIsBuilt() {
    assertThatThrownBy(() -> new Sequential(new Input(4, 4, 1), new Conv2D(8, 5)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "conv2d: kernel 5x5 with padding \"valid\" does not fit a 4x4 input (it would leave 0x0); use padding \"same\" or a smaller kernel");
    assertThatThrownBy(() -> new Sequential(new Flatten()).summary())
        .hasMessageContaining("begin with new Input(height, width, channels)");
  }

  @Test
  void dataThatDoesNotFitIsRefused() {
    try (Sequential model = compiled(1)) {
      Dataset wide = Dataset.of(new float[32], Shape.of(4, 4, 1), new int[] {0, 1});
      assertThatThrownBy(() -> model.fit(wide, Fit.epochs(1)))
          .isInstanceOf(ShapeException.class)
          .hasMessageContaining("inputs of shape 4x4x1, but the model takes 6x6x1");
      Dataset oneHot = Dataset.of(new float[72], Shape.of(6, 6, 1), new float[8], Shape.of(4));
      assertThatThrownBy(() -> model.fit(oneHot, Fit.epochs(1)))
          .hasMessageContaining("for one-hot targets use the loss \"categorical_crossentropy\"");
      assertThatThrownBy(() -> model.predict(new float[35]))
          .hasMessageContaining("received 35 numbers, expected a multiple of 36");
    }
  }

  @Test
  void aLabelWithoutAClassIsRefused() {
    try (Sequential model = compiled(1)) {
      Dataset data = Dataset.of(new float[72], Shape.of(6, 6, 1), new int[] {1, 7});
      assertThatThrownBy(() -> model.fit(data, Fit.epochs(1).shuffle(false)))
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining(
              "sample 1 of the data (arrays in memory) has the label 7, expected a whole number from 0 to 3");
    }
  }

  @Test
  void aLossThatIsNoNumberEndsTraining() {
    try (Sequential model =
        new Sequential(new Input(6, 6, 1), new Flatten(), new Dense(4).activation("softmax"))) {
      model.setEngine("reference");
      model.compile(new Adam(0.01), "sparse_categorical_crossentropy");
      float[] ones = new float[36 * 4];
      Arrays.fill(ones, 1);
      model.setWeight("dense/kernel", ones);
      float[] images = new float[72];
      Arrays.fill(images, Float.MAX_VALUE); // sums overflow
      Dataset data = Dataset.of(images, Shape.of(6, 6, 1), new int[] {1, 3});
      assertThatThrownBy(() -> model.fit(data, Fit.epochs(1)))
          .isInstanceOf(TrainingException.class)
          .hasMessageMatching(
              "the loss became (NaN|Infinity) at epoch 1, step 1 \\(learning rate 0.01\\); .*");
    }
  }

  @Test
  void anUncompiledModelDoesNotTrain() {
    try (Sequential model = small(1)) {
      assertThatThrownBy(() -> model.fit(quarters(4, 1), Fit.epochs(1)))
          .isInstanceOf(LaminaException.class)
          .hasMessageContaining("call compile(optimizer, loss, metrics...) first");
    }
  }

  @Test
  void theReferenceCnnHasItsParameters() {
    try (Sequential model =
        new Sequential(
            new Input(28, 28, 1),
            new Conv2D(32, 3).padding("same").activation("relu"),
            new MaxPool2D(2),
            new BatchNormalization(),
            new Dropout(0.25),
            new Conv2D(64, 3).padding("same").activation("relu"),
            new MaxPool2D(2),
            new BatchNormalization(),
            new Dropout(0.25),
            new Flatten(),
            new Dense(128).activation("relu"),
            new BatchNormalization(),
            new Dropout(0.5),
            new Dense(10).activation("softmax"))) {
      assertThat(model.summary())
          .contains("Total parameters: 422,538 ")
          .contains("Trainable: 422,090 ")
          .contains("conv2d_1 (Conv2D)")
          .contains("(None, 14, 14, 64)");
    }
  }
}
