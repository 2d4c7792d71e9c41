package dev.lamina.engine.onednn.natives;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.datasets.Dataset;
import dev.lamina.engine.onednn.Testing;
import dev.lamina.engine.onednn.primitives.NativeMemory;
import dev.lamina.ir.Shape;
import dev.lamina.layers.Input;
import dev.lamina.layers.convolutional.Conv2D;
import dev.lamina.layers.core.Dense;
import dev.lamina.layers.reshaping.Flatten;
import dev.lamina.models.Fit;
import dev.lamina.models.Sequential;
import dev.lamina.optimizers.Adam;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What is outside of Java's heap goes with its owner, closed or not. */
class NativeObjectTest {
  private static final Dataset DATA =
      Dataset.of(Testing.random(4 * 64), Shape.of(8, 8, 1), new int[] {0, 1, 2, 3});

  /**
   * Asks for collections until no more objects are left than that, and is told when one is freed.
   * One collection finds all that nobody can reach, but for what is still on some stack.
   */
  private static boolean collected(long most) throws InterruptedException {
    for (int i = 0; i < 60; i++) {
      System.gc();
      if (NativeObject.awaitLive(most, Duration.ofSeconds(1))) {
        return true;
      }
    }
    return false;
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
    // What other tests have left may be freed meanwhile: nothing here is too high for it.
    long objects = NativeObject.live();
    long bytes = NativeMemory.allocatedBytes();
    long madeBefore = NativeObject.everMade();
    long allocatedBefore = NativeMemory.everAllocatedBytes();
    Sequential one = used(4, true);
    long objectsEach = NativeObject.everMade() - madeBefore;
    long bytesEach = NativeMemory.everAllocatedBytes() - allocatedBefore;
    assertThat(objectsEach).isGreaterThan(30);
    one.close();

    for (int i = 0; i < 200; i++) {
      used(4 + i % 5, i % 10 == 0); // most only predict, which is quicker
      if (i % 20 == 19) {
        // The last ones may still be on some stack.
        assertThat(collected(objects + 4 * objectsEach))
            .as(
                "after %d models of %d objects each, %d are left, and %d were there before",
                i + 1, objectsEach, NativeObject.live(), objects)
            .isTrue();
        assertThat(NativeMemory.allocatedBytes())
            .as("bytes after %d models of %d each", i + 1, bytesEach)
            .isLessThanOrEqualTo(bytes + 8 * bytesEach);
      }
    }
  }

  @Test
  void whatNobodyCanReachIsFreed() throws Exception {
    CountDownLatch freed = new CountDownLatch(1);
    forget(freed);
    boolean isFreed = false;
    for (int i = 0; i < 60 && !isFreed; i++) {
      System.gc();
      isFreed = freed.await(1, TimeUnit.SECONDS);
    }
    assertThat(isFreed).isTrue();
  }

  private static void forget(CountDownLatch freed) {
    NativeObject.of(new Object(), freed::countDown);
  }

  /** While the engine works, nothing that it could be using is freed. */
  @Test
  void isFreedOnTheEnginesThreadBetweenTwoPiecesOfWork() {
    try (EngineThread engine = new EngineThread("test")) {
      AtomicReference<Thread> freedOn = new AtomicReference<>();
      Thread thread =
          engine.call(
              () -> {
                NativeObject object =
                    NativeObject.of(new Object(), () -> freedOn.set(Thread.currentThread()));
                runElsewhere(object::close); // as the cleaner's thread does
                assertThat(freedOn.get()).as("still at work").isNull();
                return Thread.currentThread();
              });
      engine.call(() -> true); // after all that waited
      assertThat(freedOn.get()).isSameAs(thread);
    }
  }

  private static void runElsewhere(Runnable work) {
    Thread other = new Thread(work);
    other.start();
    try {
      other.join();
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
