package dev.lamina.benchmarks.roofline;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * STREAM's triad (McCalpin 1995), {@code a[i] = b[i] + s * c[i]}, over arrays that no cache holds,
 * by all threads at once. As there, 12 bytes count for each element, and not those that the cache
 * fetches before it writes.
 */
final class MemoryProbe {
  private static final int ELEMENTS = 1 << 24; // 64 MB for each array

  private final float[] a = new float[ELEMENTS];
  private final float[] b = new float[ELEMENTS];
  private final float[] c = new float[ELEMENTS];
  private final ExecutorService executor;
  private final List<Callable<Void>> parts = new ArrayList<>();

  MemoryProbe(int threads) {
    executor = Executors.newFixedThreadPool(threads);
    for (int i = 0; i < threads; i++) {
      int from = (int) ((long) ELEMENTS * i / threads);
      int to = (int) ((long) ELEMENTS * (i + 1) / threads);
      parts.add(
          () -> {
            triad(a, b, c, 3, from, to);
            return null;
          });
    }
  }

  private static void triad(float[] a, float[] b, float[] c, float scale, int from, int to) {
    for (int i = from; i < to; i++) {
      a[i] = b[i] + scale * c[i];
    }
  }

  /** Goes over the arrays once and tells the bytes per second. */
  double run() throws Exception {
    long start = System.nanoTime();
    for (Future<Void> part : executor.invokeAll(parts)) {
      part.get();
    }
    return 12.0 * ELEMENTS / ((System.nanoTime() - start) * 1e-9);
  }
}
