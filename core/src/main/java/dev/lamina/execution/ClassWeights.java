package dev.lamina.execution;

import dev.lamina.LaminaException;
import dev.lamina.datasets.Dataset;
import dev.lamina.ir.Shape;
import java.util.Arrays;
import java.util.Map;

/** Turns weights of classes into weights of samples, by the class index or the largest target. */
final class ClassWeights {
  private ClassWeights() {}

  static float[] table(Map<Integer, Double> weights, int classes, Dataset data, Shape output) {
    if (output.rank() != 1) {
      throw new LaminaException(
          "class weights need one prediction per sample; the model's output has shape " + output);
    }
    int count = Math.max(2, classes); // one unit tells two classes apart
    float[] table = new float[count];
    Arrays.fill(table, 1);
    weights.forEach(
        (label, weight) -> {
          if (label >= count) {
            throw new LaminaException(
                "class weights name class %d, but there are %d classes (0 to %d) in %s"
                    .formatted(label, count, count - 1, data.source()));
          }
          table[label] = weight.floatValue();
        });
    return table;
  }

  /** Multiplies the weights of a batch's first samples with those of their classes. */
  static void multiply(float[] sampleWeights, float[] table, float[] targets, int count) {
    int width = targets.length / sampleWeights.length;
    for (int i = 0; i < count; i++) {
      int label = width == 1 ? (int) targets[i] : largest(targets, i * width, width);
      if (label >= 0 && label < table.length) { // else one that the loss ignores
        sampleWeights[i] *= table[label];
      }
    }
  }

  private static int largest(float[] values, int from, int count) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      if (values[from + i] > values[from + best]) {
        best = i;
      }
    }
    return best;
  }
}
