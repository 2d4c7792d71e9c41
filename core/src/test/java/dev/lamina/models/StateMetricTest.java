package dev.lamina.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lamina.callbacks.BackupAndRestore;
import dev.lamina.config.Config;
import dev.lamina.datasets.Dataset;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.ReductionFunction;
import dev.lamina.layers.Input;
import dev.lamina.layers.activation.Activation;
import dev.lamina.layers.core.Dense;
import dev.lamina.layers.reshaping.Flatten;
import dev.lamina.losses.BinaryCrossentropy;
import dev.lamina.losses.MeanSquaredError;
import dev.lamina.metrics.AUC;
import dev.lamina.metrics.Metric;
import dev.lamina.metrics.Precision;
import dev.lamina.metrics.Recall;
import dev.lamina.metrics.RootMeanSquaredError;
import dev.lamina.metrics.StateMetric;
import dev.lamina.metrics.Sums;
import dev.lamina.metrics.TruePositives;
import dev.lamina.optimizers.SGD;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metrics of sums, in whole models. */
class StateMetricTest {
  private static final List<Metric> METRICS =
      List.of(new AUC(), new Precision(), new Recall(), new TruePositives());

  @TempDir private Path temporary;

  /** Answers that the model {@link #copy} repeats. */
  private static Dataset answers() {
    float[] predictions = {0.9f, 0.8f, 0.4f, 0.6f, 0.2f, 0.7f, 0.1f};
    float[] targets = {1, 0, 1, 1, 0, 1, 0};
    return Dataset.of(predictions, Shape.of(1), targets, Shape.of(1));
  }

  private static Sequential copy(List<Metric> metrics, List<Metric> weighted) {
    Sequential model = new Sequential(new Input(1), new Flatten());
    model.setEngine("reference");
    model.compile(new Compilation(new SGD(), new MeanSquaredError(), metrics, weighted));
    return model;
  }

  @Test
  void evaluationTakesAllBatchesTogether() throws IOException {
    try (Sequential model = copy(METRICS, List.of())) {
      for (int batch : new int[] {1, 2, 3, 7, 100}) {
        Map<String, Double> figures = model.evaluate(answers(), batch);
        // Yes are 0.9, 0.8 (wrong), 0.6, 0.7; 0.4 is missed.
        assertThat(figures.get("true_positives")).isEqualTo(3);
        assertThat(figures.get("precision")).isEqualTo(0.75);
        assertThat(figures.get("recall")).isEqualTo(0.75);
        // Of the 4 x 3 pairs the wrong one beats 0.4, 0.6 and 0.7.
        assertThat(figures.get("auc")).isCloseTo(9 / 12.0, within(1e-6));
      }
    }
  }

  @Test
  void onlyWeightedMetricsAreWeighted() throws IOException {
    Dataset weighted = answers().withSampleWeights(2, 3, 1, 1, 1, 0.5f, 1);
    try (Sequential model = copy(METRICS, METRICS)) {
      Map<String, Double> figures = model.evaluate(weighted, 4);
      assertThat(figures.get("true_positives")).isEqualTo(3);
      assertThat(figures.get("weighted_true_positives")).isEqualTo(3.5);
      assertThat(figures.get("precision")).isEqualTo(0.75);
      assertThat(figures.get("weighted_precision")).isCloseTo(3.5 / 6.5, within(1e-12));
      assertThat(figures.get("weighted_recall")).isCloseTo(3.5 / 4.5, within(1e-12));
      assertThat(model.evaluate(answers(), 4).get("weighted_true_positives")).isEqualTo(3);
    }
  }

  @Test
  void theRootIsOfTheMeanOfAllSamples() throws IOException {
    try (Sequential model = copy(List.of(new RootMeanSquaredError()), List.of())) {
      Map<String, Double> figures = model.evaluate(answers(), 3);
      assertThat(figures.get("root_mean_squared_error"))
          .isCloseTo(Math.sqrt(figures.get("loss")), within(1e-7));
    }
  }

  /** Counts {@code perSample} for each sample. */
  private record Counter(String name, double perSample) implements StateMetric {
    @Override
    public Map<String, Value> update(
        GraphBuilder graph, Value target, Value prediction, @Nullable Value weight) {
      Value each = graph.fill(prediction.shape(), perSample);
      return Map.of("count", graph.reduceAll(ReductionFunction.SUM, each));
    }

    @Override
    public double result(Sums sums) {
      return sums.number("count");
    }

    @Override
    public Config config() {
      return Config.of("Counter").with("name", name);
    }
  }

  /** A single float32 stays at 2^24 when 1 is added. */
  @Test
  void countsAreExactBeyondTheIntegersOfFloat32() throws IOException {
    double large = (1 << 24) - 1; // odd, so that its multiples need more and more bits
    try (Sequential model =
        copy(List.of(new Counter("ones", 1), new Counter("large", large)), List.of())) {
      Map<String, Double> figures =
          model.evaluate(Dataset.of(new float[2100], Shape.of(1), new float[2100], Shape.of(1)), 1);
      assertThat(figures.get("ones")).isEqualTo(2100);
      assertThat(figures.get("large")).isEqualTo(2100 * large);
    }
  }

  private static Sequential trained() {
    Sequential model = new Sequential(new Input(3), new Dense(1), new Activation("sigmoid"));
    model.setEngine("reference");
    model.setSeed(5);
    model.compile(new Compilation(new SGD(0.5), new BinaryCrossentropy(), METRICS, METRICS));
    return model;
  }

  private static Dataset learnable() {
    SplittableRandom random = new SplittableRandom(3);
    float[] inputs = new float[40 * 3];
    float[] targets = new float[40];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) random.nextDouble(-1, 1);
      targets[i / 3] = inputs[i / 3 * 3] > 0 ? 1 : 0;
    }
    return Dataset.of(inputs, Shape.of(3), targets, Shape.of(1));
  }

  @Test
  void trainingReportsThemAndEvaluationsLeaveThemAlone() throws IOException {
    try (Sequential alone = trained();
        Sequential watched = trained()) {
      Fit fit = Fit.epochs(6).batchSize(7).validation(learnable());
      History expected = alone.fit(learnable(), fit);
      assertThat(expected.last()).containsKeys("auc", "val_auc", "weighted_auc", "val_recall");
      assertThat(expected.get("val_auc").get(5)).isGreaterThan(0.9);
      assertThat(expected.get("auc").get(5)).isGreaterThan(expected.get("auc").get(0));
      Callback meddler =
          new Callback() {
            @Override
            public void onBatchEnd(Training training) throws IOException {
              Map<String, Double> before = training.figures();
              training.model().evaluate(answersOfThree());
              assertThat(training.figures()).isEqualTo(before);
            }
          };
      History received = watched.fit(learnable(), fit.callbacks(meddler));
      assertThat(received.get("auc")).isEqualTo(expected.get("auc"));
      assertThat(received.get("recall")).isEqualTo(expected.get("recall"));
      Map<String, Double> step = alone.trainOnBatch(learnable());
      assertThat(step.get("true_positives"))
          .isBetween(1.0, 40.0)
          .isEqualTo(step.get("weighted_true_positives"));
    }
  }

  private static Dataset answersOfThree() {
    return Dataset.of(new float[] {1, 0, 0, 0, 1, 0}, Shape.of(3), new float[] {1, 0}, Shape.of(1));
  }

  private static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  @Test
  void checkpointsInTheMiddleOfAnEpochKeepTheSums() throws IOException {
    Fit fit = Fit.epochs(2).batchSize(7);
    try (Sequential whole = trained();
        Sequential first = trained();
        Sequential second = trained()) {
      History expected = whole.fit(learnable(), fit);
      Callback stop =
          new Callback() {
            @Override
            public void onSafePoint(Training training) {
              if (training.model().trainingState().steps() == 9) { // the third of an epoch's six
                throw new Stop();
              }
            }
          };
      BackupAndRestore backup = new BackupAndRestore(temporary).saveFreq(1);
      assertThatThrownBy(() -> first.fit(learnable(), fit.callbacks(backup, stop)))
          .isInstanceOf(Stop.class);
      History received = second.fit(learnable(), fit.callbacks(new BackupAndRestore(temporary)));
      assertThat(second.trainingState().steps()).isEqualTo(12);
      assertThat(received.last()).isEqualTo(expected.last());
    }
  }
}
