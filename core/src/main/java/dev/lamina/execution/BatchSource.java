package dev.lamina.execution;

import dev.lamina.LaminaException;
import dev.lamina.datasets.Batch;
import dev.lamina.datasets.Dataset;
import dev.lamina.ir.Shape;
import dev.lamina.losses.Loss;
import dev.lamina.network.Topology.Port;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Checks batches and fills a {@link RunStep} with them. */
public final class BatchSource {
  private final Dataset data;
  private final Feed inputs;
  private final Feed targets;
  private final List<Labels> labels = new ArrayList<>();
  private final float @Nullable [] classWeights;
  private final float @Nullable [] sampleWeights;

  /** Targets that are class indices: the batch's array, how many a sample has, how many classes. */
  private record Labels(int array, int size, int classes, @Nullable Integer ignored) {}

  /**
   * Checks that the data fits the model and what it was compiled for.
   *
   * @param classWeights by class index; empty for none
   */
  public BatchSource(
      ModelRuntime runtime, Dataset data, int batchSize, Map<Integer, Double> classWeights) {
    Objective objective = runtime.objective();
    List<Port> outputs = runtime.network().topology().outputs();
    this.data = data;
    inputs = Targets.inputs(data, runtime.network().topology().inputs());
    targets = Targets.targets(data, outputs, objective);
    int target = 0;
    for (int i = 0; i < outputs.size(); i++) {
      Loss loss = objective.heads().get(i).loss();
      if (loss != null) {
        Feed.Part part = targets.parts().get(target++);
        if (loss.isSparse()) {
          int classes = classes(outputs.get(i).shape(), loss);
          labels.add(new Labels(part.array(), part.size(), classes, loss.ignoredLabel()));
        }
      }
    }
    this.classWeights = classWeights.isEmpty() ? null : table(classWeights, outputs);
    sampleWeights = classWeights.isEmpty() && !data.isWeighted() ? null : new float[batchSize];
  }

  /** How often more numbers a prediction has than its target has labels. */
  private static int classes(Shape output, Loss loss) {
    return output.size() / loss.targetShape(output).size();
  }

  private float[] table(Map<Integer, Double> weights, List<Port> outputs) {
    if (outputs.size() != 1) {
      throw new LaminaException(
          "class weights need a model with one output; this one has %d".formatted(outputs.size()));
    }
    Shape output = outputs.get(0).shape();
    return ClassWeights.table(weights, output.dim(-1), data, output);
  }

  /** Whether samples have weights, of their own or by their classes. */
  boolean isWeighted() {
    return sampleWeights != null;
  }

  /** What feeds plans with this source's batches. */
  RunStep step() {
    return new RunStep(inputs, targets);
  }

  /**
   * Takes over a batch.
   *
   * @param place when this happens, for the message of a refusal; may be empty
   */
  void fill(RunStep step, Batch batch, Supplier<String> place) {
    NotFinite.refuse(batch, inputs, targets, data, place);
    for (int i = 0; i < labels.size(); i++) {
      Labels each = labels.get(i);
      Targets.requireLabels(
          batch.targets(each.array),
          batch.count(),
          each.size,
          each.classes,
          each.ignored,
          batch.indices(),
          data);
    }
    step.batch = batch;
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
