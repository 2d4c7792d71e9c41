package dev.lamina.execution;

import dev.lamina.datasets.Batch;
import dev.lamina.datasets.Dataset;
import dev.lamina.ir.Shape;
import dev.lamina.losses.Loss;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Checks batches and fills a {@link RunStep} with them. */
public final class BatchSource {
  private final Dataset data;
  private final boolean sparse;
  private final int classes;
  private final float @Nullable [] classWeights;
  private final float @Nullable [] sampleWeights;

  /**
   * Checks that the data fits the model and what it was compiled for.
   *
   * @param classWeights by class index; empty for none
   */
  public BatchSource(
      ModelRuntime runtime, Dataset data, int batchSize, Map<Integer, Double> classWeights) {
    Loss loss = runtime.objective().loss();
    Shape output = runtime.network().output();
    Targets.requireInput(data, runtime.network().input());
    Targets.requireTarget(data, loss, output);
    this.data = data;
    sparse = loss.isSparse();
    classes = output.dim(-1);
    this.classWeights =
        classWeights.isEmpty() ? null : ClassWeights.table(classWeights, classes, data, output);
    sampleWeights = classWeights.isEmpty() && !data.isWeighted() ? null : new float[batchSize];
  }

  /** Whether samples have weights, of their own or by their classes. */
  boolean isWeighted() {
    return sampleWeights != null;
  }

  /**
   * Takes over a batch.
   *
   * @param place when this happens, for the message of a refusal; may be empty
   */
  void fill(RunStep step, Batch batch, Supplier<String> place) {
    NotFinite.refuse(batch, data, place);
    if (sparse) {
      Targets.requireLabels(batch.targets(), batch.count(), classes, batch.indices(), data);
    }
    step.inputs = batch.inputs();
    step.targets = batch.targets();
    step.inputSize = data.inputShape().size();
    step.targetSize = data.targetShape().size();
    if (sampleWeights != null) {
      System.arraycopy(batch.weights(), 0, sampleWeights, 0, batch.count());
      if (data.isWeighted()) {
        Targets.requireWeights(sampleWeights, batch.count(), batch.indices(), data);
      }
      if (classWeights != null) {
        ClassWeights.multiply(sampleWeights, classWeights, batch.targets(), batch.count());
      }
    }
    step.sampleWeights = sampleWeights;
  }
}
