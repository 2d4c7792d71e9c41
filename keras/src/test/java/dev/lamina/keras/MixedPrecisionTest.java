package dev.lamina.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lamina.datasets.Dataset;
import dev.lamina.ir.Shape;
import dev.lamina.layers.DTypePolicy;
import dev.lamina.layers.Layer;
import dev.lamina.models.Callback;
import dev.lamina.models.Fit;
import dev.lamina.models.Model;
import dev.lamina.models.Sequential;
import dev.lamina.models.Training;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that real Keras has made under the policy mixed_bfloat16, by make_mixed.py. */
class MixedPrecisionTest {
  private static final int BATCH = 16;
  private static final Shape IMAGE = Shape.of(12, 12, 3);

  /** A few times 2^-8, bfloat16's rounding, on numbers of the order of 1. */
  private static final float TOLERANCE = 0.02f;

  @TempDir private Path directory;

  private Sequential load() throws IOException {
    return (Sequential) Model.load(Fixtures.file(directory, "mixed.keras"), Fixtures.REFERENCE);
  }

  private static float[] firstBatch() throws IOException {
    return Arrays.copyOf(Fixtures.floats("mixed-x.bin"), BATCH * IMAGE.size());
  }

  @Test
  void policiesAreRead() throws IOException {
    try (Sequential model = load()) {
      List<Layer> layers = model.layers();
      assertThat(layers.subList(0, layers.size() - 1))
          .extracting(Layer::dtypePolicy)
          .containsOnly(DTypePolicy.MIXED_BFLOAT16);
      assertThat(layers.get(layers.size() - 1).dtypePolicy()).isEqualTo(DTypePolicy.FLOAT32);
    }
  }

  @Test
  void predictsAsKeras() throws IOException {
    try (Sequential model = load()) {
      assertThat(model.predict(firstBatch(), BATCH))
          .containsExactly(Fixtures.floats("mixed-predictions.bin"), within(TOLERANCE));
    }
  }

  @Test
  void learnsAsKeras() throws IOException {
    float[] expected = Fixtures.floats("mixed-losses.bin");
    float[] y = Fixtures.floats("mixed-y.bin");
    int[] labels = IntStream.range(0, y.length).map(i -> (int) y[i]).toArray();
    Dataset data = Dataset.of(Fixtures.floats("mixed-x.bin"), IMAGE, labels);
    List<Double> losses = new ArrayList<>();
    Callback recorder =
        new Callback() {
          private double before;

          @Override
          public void onBatchEnd(Training training) {
            double total = training.figures().get("loss") * training.samples();
            losses.add((total - before) / BATCH);
            before = total;
          }
        };
    try (Sequential model = load()) {
      model.fit(data, Fit.epochs(1).batchSize(BATCH).shuffle(false).callbacks(recorder));
    }
    assertThat(losses).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(losses.get(i)).isCloseTo(expected[i], within(2.0 * TOLERANCE));
    }
  }

  @Test
  void policiesAreWritten() throws IOException {
    Path copy = directory.resolve("copy.keras");
    try (Sequential model = load()) {
      model.save(copy);
      try (Sequential again = (Sequential) Model.load(copy, Fixtures.REFERENCE)) {
        assertThat(again.layers())
            .extracting(Layer::dtypePolicy)
            .isEqualTo(model.layers().stream().map(Layer::dtypePolicy).toList());
        assertThat(again.predict(firstBatch(), BATCH))
            .isEqualTo(model.predict(firstBatch(), BATCH));
      }
    }
  }

  @Test
  void aFilesPolicyCanBeOverridden() throws IOException {
    Path file = Fixtures.file(directory, "mixed.keras");
    try (Sequential model =
        (Sequential) Model.load(file, Fixtures.REFERENCE.dtypePolicy("float32"))) {
      assertThat(model.layers()).extracting(Layer::dtypePolicy).containsOnly(DTypePolicy.FLOAT32);
      assertThat(model.predict(firstBatch(), BATCH))
          .containsExactly(Fixtures.floats("mixed-predictions.bin"), within(TOLERANCE));
    }
  }
}
