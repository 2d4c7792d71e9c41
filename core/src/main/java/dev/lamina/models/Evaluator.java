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
    WeightWatch.requireFinite(model, "the model cannot be evaluated");
    Totals totals = new Totals(model, Totals.Of.EVALUATION, source.isWeighted());
    totals.reset();
    RunStep step = new RunStep();
    try (BatchReader reader = new BatchReader(data, batchSize)) {
      reader.start();
      for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
        source.fill(step, batch, () -> "");
        run(step, batch.count());
      }
    }
    return totals.figures(data.size());
  }

  /** A batch that is not whole comes in pieces, so that few plans serve data of any size. */
  private void run(RunStep step, int count) {
    Engine engine = model.variables().engine();
    step.first = 0;
    while (step.first < count) {
      int left = count - step.first;
      int piece = left == batchSize ? left : PlanSizes.next(left, batchSize);
      step.plan = engine.call(() -> model.evaluationPlan(piece, source.isWeighted()));
      engine.run(step);
      step.first += piece;
    }
  }
}
