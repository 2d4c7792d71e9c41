package dev.lamina.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.LaminaException;
import dev.lamina.TrainingException;
import dev.lamina.callbacks.BackupAndRestore;
import dev.lamina.datasets.Dataset;
import dev.lamina.engine.Engine;
import dev.lamina.engine.Engines;
import dev.lamina.ir.DType;
import dev.lamina.ir.Shape;
import dev.lamina.layers.Input;
import dev.lamina.layers.convolutional.Conv2D;
import dev.lamina.layers.core.Dense;
import dev.lamina.layers.normalization.BatchNormalization;
import dev.lamina.layers.pooling.MaxPool2D;
import dev.lamina.layers.reshaping.Flatten;
import dev.lamina.models.Callback;
import dev.lamina.models.Fit;
import dev.lamina.models.Model;
import dev.lamina.models.Sequential;
import dev.lamina.models.Training;
import dev.lamina.optimizers.Adam;
import dev.lamina.optimizers.SGD;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** NaN and infinities in data and weights are noticed, on both engines and in both types. */
class NotFiniteTest {
  private static final int SIZE = 8;
  private static final int PIXELS = SIZE * SIZE;
  private static final int SAMPLES = 40;
  private static final int BATCH = 8;
  private static final int BAD_SAMPLE = 19; // in step 3
  private static final float[] NOT_FINITE = {
    Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY
  };

  static Stream<Arguments> engines() {
    return Stream.of("reference", "onednn")
        .flatMap(
            name ->
                Stream.of("float32", "mixed_bfloat16")
                    .filter(policy -> canCompute(Engines.named(name), policy))
                    .map(policy -> Arguments.of(name, policy)));
  }

  private static boolean canCompute(Engine engine, String policy) {
    return policy.equals("float32") || engine.whyNot(DType.BFLOAT16).isEmpty();
  }

  private static Sequential model(String engine, String policy) {
    Sequential model =
        new Sequential(
            new Input(SIZE, SIZE, 1),
            new Conv2D(8, 3).padding("same").activation("relu"),
            new MaxPool2D(2),
            new BatchNormalization(),
            new Conv2D(8, 3).activation("relu6"),
            new Flatten(),
            new Dense(16).activation("relu"),
            new Dense(3).activation("softmax"));
    model.setEngine(engine);
    model.setSeed(1);
    model.setDTypePolicy(policy);
    compile(model);
    return model;
  }

  private static void compile(Model model) {
    model.compile(new Adam(1e-3), "sparse_categorical_crossentropy", "accuracy");
  }

  private static float[] images() {
    Random random = new Random(1);
    float[] images = new float[SAMPLES * PIXELS];
    for (int i = 0; i < images.length; i++) {
      images[i] = random.nextFloat();
    }
    return images;
  }

  private static Dataset data(float[] images) {
    int[] labels = new int[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      labels[i] = i % 3;
    }
    return Dataset.of(images, Shape.of(SIZE, SIZE, 1), labels);
  }

  private static Fit fit() {
    return Fit.epochs(1).batchSize(BATCH).shuffle(false);
  }

  @ParameterizedTest
  @MethodSource("engines")
  void onePixelEndsTheTraining(String engine, String policy) {
    for (float value : NOT_FINITE) {
      float[] images = images();
      images[BAD_SAMPLE * PIXELS + 5] = value;
      try (Sequential model = model(engine, policy)) {
        assertThatThrownBy(() -> model.fit(data(images), fit()))
            .isInstanceOf(TrainingException.class)
            .hasMessageContaining("sample 19")
            .hasMessageContaining(value + " in its input (element 5 of 64) at epoch 1, step 3");
        assertThatThrownBy(() -> model.evaluate(data(images)))
            .isInstanceOf(TrainingException.class)
            .hasMessageContaining("sample 19");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void aTargetEndsTheTraining(String engine, String policy) {
    float[] targets = new float[SAMPLES];
    targets[BAD_SAMPLE] = Float.NaN;
    try (Sequential model = new Sequential(new Input(SIZE, SIZE, 1), new Flatten(), new Dense(1))) {
      model.setEngine(engine);
      model.setDTypePolicy(policy);
      model.compile(new SGD(0.01), "mean_squared_error");
      Dataset data = Dataset.of(images(), Shape.of(SIZE, SIZE, 1), targets, Shape.of(1));

      assertThatThrownBy(() -> model.fit(data, fit()))
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining("sample 19")
          .hasMessageContaining("NaN in its target (element 0 of 1) at epoch 1, step 3");
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void anImageThatIsNotFinitePredictsNaNAndLeavesTheOthersAlone(String engine, String policy) {
    float[] images = images();
    try (Sequential model = model(engine, policy)) {
      float[] before = model.predict(images, BATCH);
      for (float value : NOT_FINITE) {
        float[] changed = images.clone();
        changed[BAD_SAMPLE * PIXELS + 63] = value;

        float[] after = model.predict(changed, BATCH);

        for (int i = 0; i < after.length; i++) {
          assertThat(Float.floatToIntBits(after[i]))
              .isEqualTo(Float.floatToIntBits(i / 3 == BAD_SAMPLE ? Float.NaN : before[i]));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void aWeightIsNamedWhereverItIsUsed(String engine, String policy, @TempDir Path directory)
      throws IOException {
    for (float value : NOT_FINITE) {
      try (Sequential model = model(engine, policy)) {
        model.fit(data(images()), fit()); // weights move to other layouts
        Map<String, float[]> weights = model.weights();
        for (String name : model.weightNames()) {
          float[] bad = model.weight(name);
          int element = bad.length / 2;
          bad[element] = value;
          model.setWeight(name, bad);
          String named =
              "\"%s\" holds %s (element %d of %d)".formatted(name, value, element, bad.length);
          Path file = directory.resolve("model.keras");

          refuses(() -> model.predict(new float[PIXELS]), "the model cannot predict", named);
          refuses(() -> model.evaluate(data(images())), "the model cannot be evaluated", named);
          refuses(() -> model.save(file), "model.keras: the model is not saved", named);
          refuses(() -> model.saveWeights(file), "model.keras: the weights are not saved", named);
          assertThatThrownBy(() -> model.fit(data(images()), fit()))
              .isInstanceOf(TrainingException.class)
              .hasMessageContaining("at epoch 1, step ");

          assertThat(Files.exists(file)).isFalse();
          model.setWeights(weights);
          compile(model); // drops the optimizer's state, which is not finite either
        }
      }
    }
  }

  private static void refuses(Failing call, String consequence, String named) {
    assertThatThrownBy(call::run)
        .isInstanceOf(LaminaException.class)
        .hasMessageContaining(consequence)
        .hasMessageContaining(named);
  }

  private interface Failing {
    void run() throws IOException;
  }

  @ParameterizedTest
  @MethodSource("engines")
  void stepsThatAreTooLargeEndTheTraining(String engine, String policy) {
    for (double rate : new double[] {1e12, 1e25, 1e38}) {
      try (Sequential model =
          new Sequential(
              new Input(SIZE, SIZE, 1),
              new Conv2D(4, 3),
              new MaxPool2D(2),
              new Flatten(),
              new Dense(1))) {
        model.setEngine(engine);
        model.setDTypePolicy(policy);
        model.compile(new SGD(rate), "mean_squared_error");

        assertThatThrownBy(() -> model.fit(data(images()), Fit.epochs(4).batchSize(BATCH)))
            .isInstanceOf(TrainingException.class)
            .hasMessageContaining("at epoch ")
            .hasMessageContaining("lower the learning rate");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void checkpointsOfWeightsThatAreNotFiniteAreNotWritten(
      String engine, String policy, @TempDir Path directory) throws IOException {
    Callback breaker =
        new Callback() {
          @Override
          public void onBatchEnd(Training training) {
            Model model = training.model();
            float[] bias = model.weight("dense/bias");
            bias[0] = Float.NaN;
            model.setWeight("dense/bias", bias);
          }
        };
    try (Sequential model = model(engine, policy)) {
      assertThatThrownBy(
              () ->
                  model.fit(
                      data(images()),
                      fit().callbacks(breaker, new BackupAndRestore(directory).saveFreq(1))))
          .isInstanceOf(LaminaException.class)
          .hasMessageContaining("dense/bias");
    }
  }
}
