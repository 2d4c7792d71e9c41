package dev.lamina.execution;

import dev.lamina.datasets.Batch;
import dev.lamina.datasets.BatchReader;
import dev.lamina.datasets.Dataset;
import java.io.IOException;
import java.util.Map;

/** One training step outside of an epoch. */
public final class SingleBatch {
  private SingleBatch() {}

  /** Trains on all samples of a data set at once, and tells loss and metrics of this batch. */
  public static Map<String, Double> train(ModelRuntime runtime, Dataset data) throws IOException {
    int size = Math.max(1, data.size());
    TrainingSteps steps =
        new TrainingSteps(runtime, new BatchSource(runtime, data, size, Map.of()));
    steps.totals().reset();
    try (BatchReader reader = new BatchReader(data, size, 1)) {
      reader.start();
      Batch batch = reader.next();
      if (batch == null) {
        throw new IllegalArgumentException("a step needs samples, received " + data);
      }
      steps.run(batch, () -> " at this step");
      steps.requireFinite(() -> " at this step");
      return steps.totals().figures(batch.count());
    }
  }
}
