package dev.lamina.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lamina.layers.Input;
import dev.lamina.layers.convolutional.Conv2D;
import dev.lamina.layers.core.Dense;
import dev.lamina.layers.normalization.BatchNormalization;
import dev.lamina.layers.pooling.MaxPool2D;
import dev.lamina.layers.reshaping.Flatten;
import dev.lamina.models.Sequential;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * How far a sample's prediction depends on the samples beside it. oneDNN's dense layers add up in
 * an order that depends on how many samples there are, and with AVX-512 convolutions are computed
 * in another way when there are many; so the last bits may, and nothing more.
 */
class PredictionBitsTest {
  private static final int SAMPLES = 128;
  private static final int MOST = 8; // batches of each size

  /**
   * Of the largest output: sums in another order, and Winograd's convolution, which is chosen by
   * the number of images, rounds by up to 3e-6.
   */
  private static final double ROUNDING = 1e-5;

  private static List<Sequential> models() {
    return List.of(
        new Sequential(
            new Input(28, 28, 1),
            new Conv2D(32, 3).padding("same").activation("relu"),
            new MaxPool2D(2),
            new BatchNormalization(),
            new Conv2D(64, 3).padding("same").activation("relu"),
            new MaxPool2D(2),
            new Flatten(),
            new Dense(128).activation("relu"),
            new Dense(10).activation("softmax")),
        new Sequential(
            new Input(784),
            new Dense(300).activation("relu"),
            new Dense(100).activation("tanh"),
            new Dense(3)),
        new Sequential(new Input(7, 5, 3), new Conv2D(17, 3), new Flatten(), new Dense(1)));
  }

  private static float[] samples(int size) {
    SplittableRandom random = new SplittableRandom(3);
    float[] samples = new float[SAMPLES * size];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) random.nextDouble();
    }
    return samples;
  }

  @Test
  void theBatchChangesRoundingOnly() {
    for (Sequential model : models()) {
      try (model) {
        model.setSeed(1);
        model.setEngine("onednn");
        int in = model.inputShape().size();
        int out = model.outputShape().size();
        float[] samples = samples(in);
        float[] expected = model.predict(samples, SAMPLES);
        double largest = 0;
        for (float each : expected) {
          largest = Math.max(largest, Math.abs(each));
        }
        for (int batch : new int[] {1, 2, 3, 5, 7, 16, 17, 100}) {
          for (int start = 0; start + batch <= SAMPLES && start < MOST * batch; start += batch) {
            float[] few = Arrays.copyOfRange(samples, start * in, (start + batch) * in);
            float[] received = model.predict(few, batch);
            for (int i = 0; i < received.length; i++) {
              assertThat((double) received[i])
                  .as("output %d of sample %d in a batch of %d", i % out, start + i / out, batch)
                  .isCloseTo(expected[start * out + i], within(ROUNDING * largest));
            }
          }
        }
      }
    }
  }

  @Test
  void neighboursInTheSameBatchChangeNothing() {
    for (Sequential model : models()) {
      try (model) {
        model.setSeed(1);
        model.setEngine("onednn");
        int in = model.inputShape().size();
        int out = model.outputShape().size();
        float[] samples = samples(in);
        for (int batch : new int[] {1, 2, 8, 32}) {
          float[] few = Arrays.copyOf(samples, batch * in);
          float[] expected = model.predict(few);
          float[] others = new float[few.length];
          Arrays.fill(others, Float.POSITIVE_INFINITY);
          int last = (batch - 1) * in;
          System.arraycopy(few, last, others, last, in);
          assertThat(Arrays.copyOfRange(model.predict(others), (batch - 1) * out, batch * out))
              .containsExactly(Arrays.copyOfRange(expected, (batch - 1) * out, batch * out));
        }
      }
    }
  }
}
