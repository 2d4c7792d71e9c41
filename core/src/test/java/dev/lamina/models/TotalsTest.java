package dev.lamina.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.datasets.Dataset;
import dev.lamina.ir.Shape;
import dev.lamina.layers.Input;
import dev.lamina.layers.core.Dense;
import dev.lamina.layers.normalization.BatchNormalization;
import dev.lamina.layers.regularization.Dropout;
import dev.lamina.metrics.MeanAbsoluteError;
import dev.lamina.optimizers.Adam;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a callback does with the model in the middle of training leaves no trace in it. */
class TotalsTest {
  private static final int SAMPLES = 50;

  private static Dataset data(int samples) {
    SplittableRandom random = new SplittableRandom(samples);
    float[] inputs = new float[samples * 5];
    int[] labels = new int[samples];
    float[] weights = new float[samples];
    for (int i = 0; i < samples; i++) {
      labels[i] = i < 3 ? i : random.nextInt(3);
      weights[i] = (float) random.nextDouble(0.5, 2);
      for (int j = 0; j < 5; j++) {
        inputs[i * 5 + j] = (float) random.nextDouble(-1, 1) + (j == labels[i] ? 1 : 0);
      }
    }
    return Dataset.of(inputs, Shape.of(5), labels).withSampleWeights(weights);
  }

  private static Sequential model() {
    Sequential model =
        new Sequential(
            new Input(5),
            new Dense(16).activation("relu"),
            new BatchNormalization(),
            new Dropout(0.5),
            new Dense(3).activation("softmax"));
    model.setEngine("reference");
    model.setSeed(4);
    model.compile(
        new Adam(1e-2),
        "sparse_categorical_crossentropy",
        List.of("accuracy"),
        List.of("accuracy"));
    return model;
  }

  private static History fit(Sequential model, Callback... callbacks) throws IOException {
    return model.fit(
        data(SAMPLES),
        Fit.epochs(3)
            .batchSize(8)
            .validation(data(21))
            .classWeights(Map.of(1, 3.0))
            .callbacks(callbacks));
  }

  /** Uses the model, and others, wherever a callback may. */
  private static final class Meddler implements Callback {
    private final Dataset other = data(13);
    private final List<Map<String, Double>> evaluations = new ArrayList<>();
    private final List<Map<String, Double>> running = new ArrayList<>();

    private void meddle(Training training) throws IOException {
      Model model = training.model();
      evaluations.add(model.evaluate(other, 4));
      assertThat(model.predict(other, 4)).hasSize(13 * 3);
      assertThat(model.summary()).contains("dropout");
      assertThat(model.explain().toString()).isNotEmpty();
      assertThat(model.trainingState().steps()).isEqualTo(model.steps());
      assertThat(model.weights()).isNotEmpty();
      try (Sequential another = model()) {
        another.evaluate(other);
        another.fit(other, Fit.epochs(1));
      }
    }

    @Override
    public void onTrainBegin(Training training) throws IOException {
      meddle(training);
    }

    @Override
    public void onEpochBegin(Training training) throws IOException {
      meddle(training);
    }

    @Override
    public void onBatchEnd(Training training) throws IOException {
      Map<String, Double> before = training.figures();
      meddle(training);
      assertThat(training.figures()).isEqualTo(before);
      running.add(before);
    }

    @Override
    public void onEpochEnd(Training training, History.Epoch epoch) throws IOException {
      meddle(training);
    }

    @Override
    public void onSafePoint(Training training) throws IOException {
      meddle(training);
      training.checkpoint();
    }
  }

  @Test
  void callbacksThatUseTheModelChangeNoBit() throws IOException {
    Meddler meddler = new Meddler();
    try (Sequential alone = model();
        Sequential meddled = model()) {
      List<Map<String, Double>> running = new ArrayList<>();
      History expected =
          fit(
              alone,
              new Callback() {
                @Override
                public void onBatchEnd(Training training) {
                  running.add(training.figures());
                }
              });
      History received = fit(meddled, meddler);
      for (int i = 0; i < 3; i++) {
        assertThat(received.epochs().get(i).figures())
            .isEqualTo(expected.epochs().get(i).figures());
      }
      assertThat(meddler.running).isEqualTo(running);
      expected.last().keySet().forEach(name -> assertThat(received.get(name)).hasSize(3));
      Map<String, float[]> weights = meddled.weights();
      alone.weights().forEach((name, w) -> assertThat(weights.get(name)).containsExactly(w));
      assertThat(meddled.trainingState().steps()).isEqualTo(alone.trainingState().steps());
      // And the evaluations are those of the model as it then was: the last one is of the end.
      assertThat(meddler.evaluations.get(meddler.evaluations.size() - 1))
          .isEqualTo(alone.evaluate(data(13), 4));
    }
  }

  @Test
  void layersMayBeNamedAsTheModelsOwnVariables() {
    for (String name : List.of("optimizer", "metrics", "training", "evaluation")) {
      try (Sequential model = new Sequential(new Input(2), new Dense(1).named(name))) {
        model.setEngine("reference");
        float[] kernel = model.weight(name + "/kernel");
        model.compile("sgd", "mse", "mae");
        assertThat(model.weight(name + "/kernel")).containsExactly(kernel);
      }
    }
  }

  @Test
  void metricsHaveNamesOfTheirOwn() {
    try (Sequential model = new Sequential(new Input(2), new Dense(1))) {
      model.setEngine("reference");
      assertThatThrownBy(() -> model.compile("sgd", "mse", "mae", "mae"))
          .hasMessage(
              "metrics must have different names, none of them \"loss\" or \"sample_weight\";"
                  + " received [mae, mae]");
      assertThatThrownBy(
              () ->
                  model.compile(
                      new Compilation(
                          new Adam(),
                          new dev.lamina.losses.MeanSquaredError(),
                          List.of(
                              new MeanAbsoluteError().named("a"),
                              new MeanAbsoluteError().named("weighted_a")),
                          List.of(new MeanAbsoluteError().named("a")))))
          .hasMessage(
              "metrics and weighted metrics must be reported under different names; received [a,"
                  + " weighted_a, weighted_a]");
    }
  }
}
