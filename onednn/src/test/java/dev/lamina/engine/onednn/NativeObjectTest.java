package dev.lamina.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.datasets.Dataset;
import dev.lamina.ir.Shape;
import dev.lamina.layers.Conv2D;
import dev.lamina.layers.Dense;
import dev.lamina.layers.Flatten;
import dev.lamina.layers.Input;
import dev.lamina.models.Fit;
import dev.lamina.models.Sequential;
import dev.lamina.optimizers.Adam;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** What is outside of Java's heap goes with its owner, closed or not. */
class NativeObjectTest {
  private static final Dataset DATA =
      Dataset.of(Testing.random(4 * 64), Shape.of(8, 8, 1), new int[] {0, 1, 2, 3});

  /** Asks for collections until a count has come down, at most for a minute. */
  private static long collected(LongSupplier count, long goal) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (count.getAsLong() > goal && System.nanoTime() < end) {
      System.gc();
      TimeUnit.MILLISECONDS.sleep(10);
    }
    return count.getAsLong();
  }

  /** A model that has plans. */
  private static Sequential used(int units, boolean train) throws IOException {
    Sequential model =
        new Sequential(
            new Input(8, 8, 1),
            new Conv2D(8, 3).activation("relu"),
            new Flatten(),
            new Dense(units).activation("softmax"));
    model.setEngine(Testing.ENGINE);
    if (train) {
      model.compile(new Adam(1e-3), "sparse_categorical_crossentropy", "accuracy");
      model.fit(DATA, Fit.epochs(1).batchSize(4));
    }
    model.predict(Testing.random(64));
    return model;
  }

  @Test
  void closingAModelFreesAllOfIt() throws Exception {
    used(4, true).close();
    long objects = NativeObject.live();
    long bytes = NativeMemory.allocatedBytes();
    used(4, true).close();
    // Less than before if the garbage collector has come by.
    assertThat(NativeObject.live()).isLessThanOrEqualTo(objects);
    assertThat(NativeMemory.allocatedBytes()).isLessThanOrEqualTo(bytes);
  }

  @Test
  void modelsThatWereNeverClosedAreFreed() throws Exception {
    System.gc(); // so that what other tests have left counts as little as possible
    TimeUnit.MILLISECONDS.sleep(100);
    long objects = NativeObject.live();
    long bytes = NativeMemory.allocatedBytes();
    Sequential one = used(4, true);
    long objectsEach = NativeObject.live() - objects;
    long bytesEach = NativeMemory.allocatedBytes() - bytes;
    assertThat(objectsEach).isGreaterThan(30);
    one.close();

    for (int i = 0; i < 200; i++) {
      used(4 + i % 5, i % 10 == 0); // most only predict, which is quicker
      if (i % 20 == 19) {
        // The last ones may still be on some stack.
        assertThat(collected(NativeObject::live, objects + 4 * objectsEach))
            .as("objects after %d models of %d each", i + 1, objectsEach)
            .isLessThanOrEqualTo(objects + 4 * objectsEach);
        assertThat(collected(NativeMemory::allocatedBytes, bytes + 8 * bytesEach))
            .as("bytes after %d models of %d each", i + 1, bytesEach)
            .isLessThanOrEqualTo(bytes + 8 * bytesEach);
      }
    }
  }

  /** While the engine works, nothing that it could be using is freed. */
  @Test
  void isFreedOnTheEnginesThreadBetweenTwoPiecesOfWork() throws Exception {
    try (EngineThread engine = new EngineThread("test")) {
      AtomicReference<Thread> freedOn = new AtomicReference<>();
      CountDownLatch freed = new CountDownLatch(1);
      Thread thread =
          engine.call(
              () -> {
                make(freedOn, freed);
                for (int i = 0; i < 20; i++) {
                  System.gc();
                  sleep();
                }
                assertThat(freed.getCount()).as("still at work").isEqualTo(1);
                return Thread.currentThread();
              });
      assertThat(collected(freed::getCount, 0)).isZero();
      assertThat(freedOn.get()).isSameAs(thread);
    }
  }

  private static void make(AtomicReference<Thread> freedOn, CountDownLatch freed) {
    NativeObject.of(
        new Object(),
        () -> {
          freedOn.set(Thread.currentThread());
          freed.countDown();
        });
  }

  private static void sleep() {
    try {
      TimeUnit.MILLISECONDS.sleep(5);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void isFreedOnce() throws Exception {
    int[] freed = new int[1];
    Object owner = new Object();
    NativeObject object = NativeObject.of(owner, () -> freed[0]++);
    object.close();
    object.close();
    assertThat(freed[0]).isEqualTo(1);
  }

  @Test
  void nothingIsDoneOnAClosedEngine() {
    EngineThread engine = new EngineThread("test");
    NativeObject object =
        engine.call(
            () ->
                NativeObject.of(
                    new Object(),
                    () -> {
                      throw new AssertionError("oneDNN is gone");
                    }));
    engine.close();
    object.close();
  }
}
