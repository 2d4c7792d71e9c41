package dev.lamina.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.LaminaException;
import dev.lamina.datasets.Dataset;
import dev.lamina.engine.Engine;
import dev.lamina.engine.Engines;
import dev.lamina.engine.onednn.primitives.NativeMemory;
import dev.lamina.ir.Shape;
import dev.lamina.layers.Input;
import dev.lamina.layers.convolutional.Conv2D;
import dev.lamina.layers.core.Dense;
import dev.lamina.layers.regularization.Dropout;
import dev.lamina.layers.reshaping.Flatten;
import dev.lamina.models.Callback;
import dev.lamina.models.Fit;
import dev.lamina.models.History;
import dev.lamina.models.Sequential;
import dev.lamina.models.Training;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Small predictions run on their callers' own threads, many at once. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SoloPredictionTest {
  private static final int CALLERS = 8;
  private static final int SAMPLES = 24;
  private static final int SIZE = 12 * 12;

  private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);

  @AfterEach
  void end() {
    callers.shutdownNow();
  }

  private static Sequential model() {
    Sequential model =
        new Sequential(
            new Input(12, 12, 1),
            new Conv2D(8, 3).activation("relu"),
            new Flatten(),
            new Dropout(0.25),
            new Dense(20).activation("tanh"),
            new Dense(3).activation("softmax"));
    model.setSeed(1);
    model.setEngine("onednn");
    return model;
  }

  private static float[] samples() {
    SplittableRandom random = new SplittableRandom(2);
    float[] samples = new float[SAMPLES * SIZE];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) random.nextDouble();
    }
    return samples;
  }

  private static Dataset data() {
    int[] labels = new int[SAMPLES];
    Arrays.setAll(labels, i -> i % 3);
    return Dataset.of(samples(), Shape.of(12, 12, 1), labels);
  }

  private static float[] sample(int index) {
    return Arrays.copyOfRange(samples(), index * SIZE, (index + 1) * SIZE);
  }

  private static <T> void requireAll(List<Future<T>> futures)
      throws InterruptedException, ExecutionException {
    for (Future<T> future : futures) {
      future.get();
    }
  }

  @Test
  void aSmallPredictionDoesNotWaitForTheEnginesThread() throws Exception {
    try (Sequential model = model()) {
      float[] expected = model.predict(sample(0));
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch end = new CountDownLatch(1);
      Engine engine = model.engine();
      Future<?> work =
          callers.submit(
              () ->
                  engine.run(
                      () -> {
                        begun.countDown();
                        try {
                          end.await();
                        } catch (InterruptedException e) {
                          Thread.currentThread().interrupt();
                        }
                      }));
      begun.await();
      assertThat(model.predict(sample(0))).containsExactly(expected);
      end.countDown();
      work.get();
    }
  }

  @Test
  void manyCallersAtOnceGetTheSameBits() throws Exception {
    try (Sequential model = model()) {
      List<float[]> expected = new ArrayList<>();
      for (int i = 0; i < SAMPLES; i++) {
        expected.add(model.predict(sample(i)));
      }
      List<Future<Void>> futures = new ArrayList<>();
      for (int caller = 0; caller < CALLERS; caller++) {
        Callable<Void> work =
            () -> {
              for (int i = 0; i < 50 * SAMPLES; i++) {
                int index = i % SAMPLES;
                assertThat(model.predict(sample(index))).containsExactly(expected.get(index));
              }
              return null;
            };
        futures.add(callers.submit(work));
      }
      requireAll(futures);
    }
  }

  @Test
  void aCallbackGetsTheSameBitsAsAnyThread() throws Exception {
    try (Sequential model = model()) {
      model.compile("adam", "sparse_categorical_crossentropy");
      float[][] within = new float[1][];
      Callback predict =
          new Callback() {
            @Override
            public void onEpochEnd(Training training, History.Epoch epoch) {
              within[0] = model.predict(sample(0));
            }
          };
      model.fit(data(), Fit.epochs(2).batchSize(8).callbacks(predict));
      assertThat(model.predict(sample(0))).containsExactly(within[0]);
    }
  }

  /** Predictions see the weights between two steps, and training does not see them at all. */
  @Test
  void predictionsWhileTrainingChangeNothingInIt() throws Exception {
    float[] alone;
    try (Sequential model = model()) {
      model.compile("adam", "sparse_categorical_crossentropy");
      model.fit(data(), Fit.epochs(30).batchSize(8));
      alone = model.predict(samples());
    }
    try (Sequential model = model()) {
      model.compile("adam", "sparse_categorical_crossentropy");
      AtomicBoolean trained = new AtomicBoolean();
      List<Future<Void>> futures = new ArrayList<>();
      for (int caller = 0; caller < 4; caller++) {
        Callable<Void> work =
            () -> {
              while (!trained.get()) {
                float sum = 0;
                for (float each : model.predict(sample(3))) {
                  sum += each;
                }
                assertThat(sum).isBetween(0.999f, 1.001f);
              }
              return null;
            };
        futures.add(callers.submit(work));
      }
      model.fit(data(), Fit.epochs(30).batchSize(8));
      trained.set(true);
      requireAll(futures);
      assertThat(model.predict(samples())).containsExactly(alone);
    }
  }

  @Test
  void weightsThatAreSetAreUsedByTheNextPredictionOfEveryThread() throws Exception {
    try (Sequential model = model()) {
      float[] before = model.predict(sample(0));
      callers.submit(() -> model.predict(sample(0))).get();
      float[] bias = {3, 0, 0};
      model.setWeight("dense_1/bias", bias);
      float[] after = model.predict(sample(0));
      assertThat(after[0]).isGreaterThan(before[0]);
      for (int i = 0; i < CALLERS; i++) {
        assertThat(callers.submit(() -> model.predict(sample(0))).get()).containsExactly(after);
      }
    }
  }

  @Test
  void closingWhileOthersPredictEndsInAMessage() throws Exception {
    for (int round = 0; round < 20; round++) {
      Sequential model = model();
      CountDownLatch begun = new CountDownLatch(4);
      List<Future<Void>> futures = new ArrayList<>();
      for (int caller = 0; caller < 4; caller++) {
        Callable<Void> work =
            () -> {
              model.predict(sample(0));
              begun.countDown();
              while (true) {
                model.predict(sample(0));
              }
            };
        futures.add(callers.submit(work));
      }
      begun.await();
      model.close();
      for (Future<Void> future : futures) {
        assertThatThrownBy(future::get)
            .cause()
            .isInstanceOf(LaminaException.class)
            .hasMessageContaining("closed");
      }
    }
  }

  @Test
  void memoryIsFlatOnceThereAreAsManyPlansAsCallers() throws Exception {
    try (Sequential model = model()) {
      callManyTimes(model);
      // Any number of callers may have met in the first round; no more than all of them.
      long most = NativeMemory.everAllocatedBytes();
      long plan = planBytes();
      for (int round = 0; round < 5; round++) {
        callManyTimes(model);
      }
      assertThat(NativeMemory.everAllocatedBytes() - most).isLessThanOrEqualTo(CALLERS * plan);
    }
  }

  private void callManyTimes(Sequential model) throws Exception {
    List<Future<Void>> futures = new ArrayList<>();
    for (int caller = 0; caller < CALLERS; caller++) {
      Callable<Void> work =
          () -> {
            for (int i = 0; i < 300; i++) {
              model.predict(sample(i % SAMPLES));
            }
            return null;
          };
      futures.add(callers.submit(work));
    }
    requireAll(futures);
  }

  /** What another model's first prediction allocates, its weights included. */
  private static long planBytes() {
    long before = NativeMemory.everAllocatedBytes();
    try (Sequential other = model()) {
      other.predict(sample(0));
    }
    return NativeMemory.everAllocatedBytes() - before;
  }

  @Test
  void theCallersThreadStillComputesWithDenormals() {
    Machine.requireFlushedDenormals();
    try (Sequential model = model()) {
      float[] tiny = {Float.MIN_NORMAL};
      model.predict(sample(0));
      assertThat(tiny[0] / 4).isGreaterThan(0);
      Engine solo = Engines.named("onednn").solo().orElseThrow();
      assertThatThrownBy(
              () ->
                  solo.run(
                      () -> {
                        throw new IllegalStateException("as a kernel may");
                      }))
          .hasMessage("as a kernel may");
      assertThat(tiny[0] / 4).isGreaterThan(0);
      boolean[] isZero = {false};
      solo.run(() -> isZero[0] = tiny[0] / 4 == 0);
      assertThat(isZero[0]).isTrue();
    }
  }
}
