package dev.lamina.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.ShapeException;
import dev.lamina.Tensor;
import dev.lamina.datasets.Dataset;
import dev.lamina.ir.Shape;
import dev.lamina.layers.Input;
import dev.lamina.layers.convolutional.Conv2D;
import dev.lamina.layers.core.Dense;
import dev.lamina.layers.normalization.BatchNormalization;
import dev.lamina.layers.reshaping.Flatten;
import dev.lamina.optimizers.SGD;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Predicting any number of samples, and what is checked of them. */
class PredictTest {
  private static final int SIZE = 36;
  private static final int OUTPUTS = 3;
  private static final int MOST = 40;

  private static Sequential model() {
    Sequential model =
        new Sequential(
            new Input(6, 6, 1),
            new Conv2D(4, 3).activation("relu"),
            new BatchNormalization(),
            new Flatten(),
            new Dense(OUTPUTS).activation("softmax"));
    model.setSeed(1);
    return model;
  }

  private static float[] images(int count) {
    SplittableRandom random = new SplittableRandom(3);
    float[] images = new float[count * SIZE];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextDouble(-1, 1);
    }
    return images;
  }

  @Test
  void aSampleHasTheSameBitsInEveryBatch() throws IOException {
    try (Sequential model = model()) {
      model.setEngine("reference");
      float[] images = images(MOST);
      float[] alone = new float[MOST * OUTPUTS];
      for (int i = 0; i < MOST; i++) {
        float[] image = Arrays.copyOfRange(images, i * SIZE, (i + 1) * SIZE);
        System.arraycopy(model.predict(image), 0, alone, i * OUTPUTS, OUTPUTS);
      }
      Dataset data = Dataset.of(images, Shape.of(6, 6, 1), new int[MOST]);
      for (int count = 1; count <= MOST; count++) {
        float[] expected = Arrays.copyOf(alone, count * OUTPUTS);
        float[] first = Arrays.copyOf(images, count * SIZE);
        assertThat(model.predict(first)).containsExactly(expected);
        assertThat(model.predict(first, count, 7)).containsExactly(expected);
        assertThat(model.predict(Tensor.of(Shape.of(count, 6, 6, 1), first)))
            .isEqualTo(Tensor.of(Shape.of(count, OUTPUTS), expected));
        assertThat(model.predict(data.take(count), 9)).containsExactly(expected);
      }
    }
  }

  @Test
  void aNanInOneSampleStaysThere() {
    try (Sequential model = model()) {
      model.setEngine("reference");
      float[] images = images(7);
      float[] right = model.predict(images);
      Arrays.fill(images, 2 * SIZE, 3 * SIZE, Float.NaN);
      float[] outputs = model.predict(images);
      for (int i = 0; i < outputs.length; i++) {
        if (i / OUTPUTS != 2) {
          assertThat(outputs[i]).isEqualTo(right[i]);
        }
      }
    }
  }

  @Test
  void plansForAFewSizesServeAll() throws IOException {
    CountingEngine engine = new CountingEngine();
    try (Sequential model = model()) {
      model.setEngine(engine);
      model.compile(new SGD(0), "sparse_categorical_crossentropy", "accuracy");
      Dataset data = Dataset.of(images(MOST), Shape.of(6, 6, 1), new int[MOST]);
      cycle(model, data);
      int made = engine.kernels();
      assertThat(made).isPositive();
      for (int round = 0; round < 3; round++) {
        cycle(model, data);
      }
      assertThat(engine.kernels()).as("kernels made after the first round").isEqualTo(made);
    }
  }

  private static void cycle(Sequential model, Dataset data) throws IOException {
    float[] images = images(MOST);
    for (int count = 1; count <= MOST; count++) {
      float[] first = Arrays.copyOf(images, count * SIZE);
      model.predict(first);
      model.predict(first, count); // as one batch
      model.evaluate(data.take(count), 32);
    }
  }

  @Test
  void trainingKeepsItsPlansBesideAnyPredictions() throws IOException {
    CountingEngine engine = new CountingEngine();
    try (Sequential model = model()) {
      model.setEngine(engine);
      model.compile(new SGD(0), "sparse_categorical_crossentropy", "accuracy");
      Dataset data = Dataset.of(images(MOST), Shape.of(6, 6, 1), new int[MOST]);
      model.fit(data, Fit.epochs(1));
      cycle(model, data);
      int made = engine.kernels();
      model.fit(data, Fit.epochs(1));
      assertThat(engine.kernels()).isEqualTo(made);
    }
  }

  @Test
  void theShapeIsCheckedWhereItIsStated() {
    try (Sequential model = new Sequential(new Input(28, 28, 1), new Flatten(), new Dense(2))) {
      model.setEngine("reference");
      float[] four = new float[4 * 14 * 14];
      assertThatThrownBy(() -> model.predict(Tensor.of(Shape.of(4, 14, 14, 1), four)))
          .isInstanceOf(ShapeException.class)
          .hasMessage(
              "received samples of shape 4x14x14x1, expected a batch of samples of shape 28x28x1:"
                  + " 4x28x28x1");
      assertThatThrownBy(() -> model.predict(Tensor.of(Shape.of(28, 28, 1), four)))
          .isInstanceOf(ShapeException.class)
          .hasMessage(
              "received one sample of shape 28x28x1, expected a batch of them; call asBatch()");
      assertThatThrownBy(() -> model.predict(four, 4, 32))
          .isInstanceOf(ShapeException.class)
          .hasMessage(
              "received 784 numbers for 4 samples, expected 784 for each, the size of a sample of"
                  + " shape 28x28x1");
      assertThatThrownBy(() -> model.predict(new float[783]))
          .isInstanceOf(ShapeException.class)
          .hasMessage(
              "received 783 numbers, expected a multiple of 784, the size of a sample of shape"
                  + " 28x28x1");
      assertThat(model.predict(Tensor.of(Shape.of(28, 28, 1), four).asBatch()).shape())
          .isEqualTo(Shape.of(1, 2));
      assertThatThrownBy(() -> model.predict(four, 0))
          .hasMessage("batchSize must be >= 1, received 0");
    }
  }
}
