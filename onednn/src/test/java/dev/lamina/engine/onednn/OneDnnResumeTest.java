package dev.lamina.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.callbacks.BackupAndRestore;
import dev.lamina.datasets.Dataset;
import dev.lamina.datasets.FashionMnist;
import dev.lamina.models.Callback;
import dev.lamina.models.Fit;
import dev.lamina.models.History;
import dev.lamina.models.Sequential;
import dev.lamina.models.Training;
import dev.lamina.optimizers.Adam;
import dev.lamina.testkit.Networks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reference CNN, in blocked layouts, goes on from a checkpoint with the same bits. */
class OneDnnResumeTest {
  private static final int BATCH = 64;
  private static final int STEPS_PER_EPOCH = 3; // the last of 22 samples
  private static final int EPOCHS = 2;

  @TempDir private Path directory;

  private static Sequential model() {
    Sequential model = Networks.referenceCnn(0.25);
    model.setEngine("onednn");
    model.setSeed(4);
    model.compile(new Adam(1e-3), "sparse_categorical_crossentropy", "accuracy");
    return model;
  }

  private static Fit fit(Dataset test) {
    return Fit.epochs(EPOCHS)
        .batchSize(BATCH)
        .validation(test)
        .classWeights(Map.of(1, 0.5))
        .callbacks(
            new Callback() {
              @Override
              public void onBatchEnd(Training training) {
                training.model().setLearningRate(training.model().learningRate() * 0.95);
              }
            });
  }

  private static Callback crash(int step) {
    return new Callback() {
      @Override
      public void onSafePoint(Training training) {
        if (training.model().steps() == step) {
          throw new IllegalStateException("crash");
        }
      }
    };
  }

  @Test
  void goesOnFromEveryStep() throws IOException {
    Dataset train = FashionMnist.bundled().train().take(150);
    Dataset test = FashionMnist.bundled().test().take(70);
    try (Sequential whole = model()) {
      List<Map<String, Double>> expected = figures(whole.fit(train, fit(test)));
      for (int step = 1; step <= EPOCHS * STEPS_PER_EPOCH; step++) {
        BackupAndRestore backup = new BackupAndRestore(directory.resolve("at" + step)).saveFreq(1);
        Fit interrupted = fit(test).callbacks(backup, crash(step));
        try (Sequential first = model()) {
          assertThatThrownBy(() -> first.fit(train, interrupted)).hasMessage("crash");
        }
        try (Sequential second = model()) {
          List<Map<String, Double>> resumed =
              figures(second.fit(train, fit(test).callbacks(backup)));
          assertThat(backup.resumedFrom()).isNotNull();
          assertThat(resumed).as("history after step %d", step).isEqualTo(expected);
          requireSame(second.weights(), whole.weights(), step);
          requireSame(second.trainingState().slots(), whole.trainingState().slots(), step);
        }
      }
    }
  }

  private static List<Map<String, Double>> figures(History history) {
    return history.epochs().stream().map(History.Epoch::figures).toList();
  }

  private static void requireSame(
      Map<String, float[]> actual, Map<String, float[]> expected, int step) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, values) ->
            assertThat(Arrays.equals(actual.get(name), values))
                .as("the bits of %s after going on from step %d", name, step)
                .isTrue());
  }
}
