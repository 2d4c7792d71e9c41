package dev.lamina.execution;

import dev.lamina.TrainingException;
import dev.lamina.datasets.Batch;
import dev.lamina.datasets.Dataset;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Finds NaN and infinities in data before an engine sees them. Inside a network they may vanish:
 * relu and max pooling choose between numbers, and the processor's instructions for that pass over
 * NaN.
 */
final class NotFinite {
  private static final int BLOCK = 4096;

  private NotFinite() {}

  /** The first index from {@code from} on, below {@code to}, of a NaN or an infinity; else -1. */
  static int find(float[] values, int from, int to) {
    for (int start = from; start < to; start += BLOCK) {
      int end = Math.min(to, start + BLOCK);
      if (!isFinite(values, start, end)) {
        for (int i = start; i < end; i++) {
          if (!Float.isFinite(values[i])) {
            return i;
          }
        }
      }
    }
    return -1;
  }

  /** Four sums at a time, as each addition waits for the one before. */
  private static boolean isFinite(float[] values, int from, int to) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int i = from;
    for (; i + 3 < to; i += 4) {
      a += 0 * values[i]; // NaN for NaN and infinities
      b += 0 * values[i + 1];
      c += 0 * values[i + 2];
      d += 0 * values[i + 3];
    }
    for (; i < to; i++) {
      a += 0 * values[i];
    }
    return a + b + c + d == 0;
  }

  /**
   * Checks the inputs and targets of a batch.
   *
   * @param place when this happened, put behind the message's first part; may be empty
   * @throws TrainingException naming the sample
   */
  static void refuse(Batch batch, Feed inputs, Feed targets, Dataset data, Supplier<String> place) {
    for (int i = 0; i < inputs.parts().size(); i++) {
      Feed.Part part = inputs.parts().get(i);
      refuse("input", batch.inputs(part.array()), part.size(), batch, data, place);
    }
    for (int i = 0; i < targets.parts().size(); i++) {
      Feed.Part part = targets.parts().get(i);
      refuse("target", batch.targets(part.array()), part.size(), batch, data, place);
    }
  }

  private static void refuse(
      String what, float[] values, int size, Batch batch, Dataset data, Supplier<String> place) {
    int found = find(values, 0, batch.count() * size);
    if (found >= 0) {
      throw new TrainingException(
          "sample %d of the data (%s) holds %s in its %s (element %d of %d)%s; mend the sample or leave it out"
              .formatted(
                  batch.indices()[found / size],
                  data.source(),
                  values[found],
                  what,
                  found % size,
                  size,
                  place.get()));
    }
  }

  /** Makes the outputs NaN of each sample whose input holds NaN or an infinity. */
  static void spread(float[] inputs, int inputSize, float[] outputs, int outputSize, int samples) {
    int end = samples * inputSize;
    int found = find(inputs, 0, end);
    while (found >= 0) {
      int sample = found / inputSize;
      Arrays.fill(outputs, sample * outputSize, (sample + 1) * outputSize, Float.NaN);
      found = find(inputs, (sample + 1) * inputSize, end);
    }
  }
}
