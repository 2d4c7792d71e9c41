package dev.lamina.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.lamina.datasets.Dataset;
import dev.lamina.datasets.FashionMnist;
import dev.lamina.engine.onednn.primitives.NativeMemory;
import dev.lamina.models.Callback;
import dev.lamina.models.Fit;
import dev.lamina.models.Sequential;
import dev.lamina.models.Training;
import dev.lamina.optimizers.Adam;
import dev.lamina.testkit.Networks;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

/** The reference CNN trained on Fashion-MNIST: engines compared, repeated, measured. */
class TrainingTest {
  private static final int STEPS = 20;

  /** Of a loss of about 1, which float32 holds to 1e-7: a hundred roundings. */
  private static final double LOSS_TOLERANCE = 1e-5;

  /**
   * Of a tensor's new weights, on average and in learning rates. Adam's first steps make a whole
   * step of a gradient of whatever size, so that single weights differ where rounding decides a
   * sign; a wrong gradient would move all of a tensor.
   */
  private static final double MEAN_WEIGHT_TOLERANCE = 1e-2;

  private static Sequential model(String engine, double dropout, long seed) {
    Sequential model = Networks.referenceCnn(dropout);
    model.setEngine(engine);
    model.setSeed(seed);
    model.compile(new Adam(1e-3), "sparse_categorical_crossentropy", "accuracy");
    return model;
  }

  /**
   * Each step starts from the reference engine's weights and slots. Left to themselves both
   * trainings would part: what rounding does to one step, the next ones enlarge.
   */
  @Test
  void bothEnginesMakeTheSameSteps() throws IOException {
    Dataset data = FashionMnist.bundled().train().shuffled(3).take(STEPS * 16);
    try (Sequential fast = model("onednn", 0, 1);
        Sequential plain = model("reference", 0, 1)) {
      for (int step = 0; step < STEPS; step++) {
        fast.setWeights(plain.weights());
        fast.restore(plain.trainingState());
        Dataset batch = data.subset(IntStream.range(step * 16, step * 16 + 16).toArray());
        Fit fit = Fit.epochs(1).batchSize(16).shuffle(false);
        double expected = plain.fit(batch, fit).get("loss").get(0);
        double actual = fast.fit(batch, fit).get("loss").get(0);
        assertThat(actual).as("loss of step %d", step).isCloseTo(expected, within(LOSS_TOLERANCE));
        for (String name : plain.trainableWeightNames()) {
          assertThat(meanDifference(fast.weight(name), plain.weight(name)) / 1e-3)
              .as("mean difference of %s after step %d, in learning rates", name, step)
              .isLessThan(MEAN_WEIGHT_TOLERANCE);
        }
      }
    }
  }

  private static double meanDifference(float[] actual, float[] expected) {
    double sum = 0;
    for (int i = 0; i < expected.length; i++) {
      sum += Math.abs((double) actual[i] - expected[i]);
    }
    return sum / expected.length;
  }

  @Test
  void twoRunsHaveTheSameBits() throws IOException {
    Dataset data = FashionMnist.bundled().train().take(1000);
    List<Map<String, float[]>> runs = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      try (Sequential model = model("onednn", 1, 5)) {
        model.fit(data, Fit.epochs(2).batchSize(128));
        runs.add(model.weights());
      }
    }
    runs.get(0)
        .forEach((name, values) -> assertThat(values).containsExactly(runs.get(1).get(name)));
  }

  @Test
  void stepsAllocateNothingAfterTheFirst() throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long[] heap = new long[2];
    long[] nativeBytes = new long[2];
    int first = 40; // by then the JIT compiler has seen the loop
    int last = 140;
    Callback meter =
        new Callback() {
          @Override
          public void onBatchEnd(Training training) {
            if (training.step() == first || training.step() == last) {
              int at = training.step() == first ? 0 : 1;
              nativeBytes[at] = Pointer.totalBytes() + NativeMemory.allocatedBytes();
              long own = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
              long engine =
                  training
                      .model()
                      .engine()
                      .call(() -> threads.getThreadAllocatedBytes(Thread.currentThread().getId()));
              heap[at] = own + engine;
            }
          }
        };
    try (Sequential model = model("onednn", 1, 5)) {
      model.fit(
          FashionMnist.bundled().train().take(last * 32),
          Fit.epochs(1).batchSize(32).callbacks(meter));
    }
    assertThat(nativeBytes[1]).isPositive().isEqualTo(nativeBytes[0]);
    // A new JavaCPP pointer, and so any native allocation from Java, would show here as well.
    assertThat((heap[1] - heap[0]) / (last - first)).isLessThan(1024);
  }

  @Test
  void closingAModelFreesItsNativeMemory() throws IOException {
    long before = NativeMemory.allocatedBytes();
    try (Sequential model = model("onednn", 1, 5)) {
      model.fit(FashionMnist.bundled().train().take(300), Fit.epochs(1).batchSize(128));
      model.predict(new float[3 * 784]);
      assertThat(NativeMemory.allocatedBytes()).isGreaterThan(before);
    }
    assertThat(NativeMemory.allocatedBytes()).isEqualTo(before);
  }
}
