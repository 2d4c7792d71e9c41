package dev.lamina.models;

import dev.lamina.datasets.Batch;
import dev.lamina.datasets.BatchReader;
import dev.lamina.datasets.Dataset;
import dev.lamina.engine.Engine;
import java.io.IOException;
import java.util.Map;

/** One pass over a data set without learning. */
final class Evaluator {
  private final Model model;
  private final Dataset data;
  private final int batchSize;
  private final BatchSource source;

  Evaluator(Model model, Dataset data, int batchSize) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize must be >= 1, received " + batchSize);
    }
    this.model = model;
    this.data = data;
    this.batchSize = batchSize;
    source = new BatchSource(model, data, batchSize, Map.of());
  }

  Map<String, Double> run() throws IOException {
    Engine engine = model.variables().engine();
    WeightWatch.requireFinite(model, "the model cannot be evaluated");
    model.resetTotals();
    RunStep step = new RunStep();
    try (BatchReader reader = new BatchReader(data, batchSize)) {
      reader.start();
      for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
        int count = batch.count();
        source.fill(step, batch, () -> "");
        step.plan = engine.call(() -> model.evaluationPlan(count, false));
        engine.run(step);
      }
    }
    return model.figures(data.size());
  }
}
