package dev.lamina.engine.onednn;

import dev.lamina.engine.Engine;
import dev.lamina.engine.onednn.threads.Threads;
import dev.lamina.models.Sequential;
import dev.lamina.testkit.ChildJvm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program for {@link ChildJvm}: trains for so many seconds, again and again, with more threads
 * than there are processors, while other threads predict and keep the processors busy. All must end
 * with the same bits.
 */
final class TeamUnderLoad {
  private static final int THREADS = 4;

  private TeamUnderLoad() {}

  public static void main(String[] arguments) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[0]));
    int rounds = 0;
    try (Engine engine = new OneDnnEngine(Threads.exactly(THREADS), true);
        Sequential first = SmallTraining.trained(engine)) {
      float[] images = SmallTraining.images();
      float[] one = Arrays.copyOf(images, images.length / 64);
      float[] expected = first.predict(images);
      float[] expectedOne = first.predict(one);
      List<Thread> others = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Thread other =
            new Thread(
                () -> {
                  while (System.nanoTime() < end) {
                    require(expectedOne, first.predict(one));
                  }
                });
        other.setDaemon(true);
        other.setUncaughtExceptionHandler(
            (thread, e) -> {
              e.printStackTrace(System.out);
              System.exit(1);
            });
        other.start();
        others.add(other);
      }
      while (System.nanoTime() < end) {
        try (Sequential model = SmallTraining.trained(engine)) {
          require(expected, model.predict(images));
        }
        rounds++;
      }
      for (Thread other : others) {
        other.join();
      }
    }
    System.out.println(rounds + " rounds equal");
  }

  private static void require(float[] expected, float[] received) {
    if (!Arrays.equals(expected, received)) {
      throw new AssertionError(
          "other bits: %s in place of %s"
              .formatted(Arrays.toString(received), Arrays.toString(expected)));
    }
  }
}
