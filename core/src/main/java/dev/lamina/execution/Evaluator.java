package dev.lamina.execution;

import dev.lamina.datasets.Batch;
import dev.lamina.datasets.BatchReader;
import dev.lamina.datasets.Dataset;
import dev.lamina.engine.Engine;
import java.io.IOException;
import java.util.Map;

/** One pass over a data set without learning. */
public final class Evaluator {
  private final ModelRuntime runtime;
  private final Dataset data;
  private final int batchSize;
  private final BatchSource source;

  /**
   * Checks that the data fits the runtime.
   *
   * @throws IllegalArgumentException if {@code batchSize} is below 1
   */
  public Evaluator(ModelRuntime runtime, Dataset data, int batchSize) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize must be >= 1, received " + batchSize);
    }
    this.runtime = runtime;
    this.data = data;
    this.batchSize = batchSize;
    source = new BatchSource(runtime, data, batchSize, Map.of());
  }

  /** Loss and metrics over all samples. */
  public Map<String, Double> run() throws IOException {
    runtime.weights().requireFinite("the model cannot be evaluated");
    Totals totals = new Totals(runtime, Totals.Of.EVALUATION, source.isWeighted());
    totals.reset();
    RunStep step = source.step();
    try (BatchReader reader = new BatchReader(data, batchSize)) {
      reader.start();
      for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
        source.fill(step, batch, () -> "");
        run(step, batch.count());
      }
    }
    return totals.figures(data.size());
  }

  /**
   * A batch that is not whole comes in pieces, so that few plans serve data of any size; but not
   * where the loss of a sample depends on the others.
   */
  private void run(RunStep step, int count) {
    Engine engine = runtime.variables().engine();
    boolean whole = runtime.objective().isOfWholeBatches();
    step.first = 0;
    while (step.first < count) {
      int left = count - step.first;
      int piece = whole || left == batchSize ? left : PlanSizes.next(left, batchSize);
      step.plan = engine.call(() -> runtime.evaluationPlan(piece, source.isWeighted()));
      engine.run(step);
      step.first += piece;
    }
  }
}
