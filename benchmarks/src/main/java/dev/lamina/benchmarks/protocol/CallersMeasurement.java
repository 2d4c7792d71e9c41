package dev.lamina.benchmarks.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Threads that have single images classified, each again and again, by one contestant at the same
 * time. What begins in a first fifth of the time is not counted.
 */
final class CallersMeasurement {
  private static final double WARM_UP = 0.2;

  private final Contestant contestant;
  private final float[] image;
  private final int callers;
  private final int seconds;

  CallersMeasurement(Contestant contestant, float[] image, int callers, int seconds) {
    this.contestant = contestant;
    this.image = image;
    this.callers = callers;
    this.seconds = seconds;
  }

  /** One caller's calls, in nanoseconds since some time. */
  private static final class Calls {
    private long first;
    private long last;
    private long[] durations = new long[1 << 12];
    private int count;

    void add(long start, long stop) {
      if (count == 0) {
        first = start;
      }
      last = stop;
      if (count == durations.length) {
        durations = Arrays.copyOf(durations, 2 * count);
      }
      durations[count++] = stop - start;
    }
  }

  Map<String, @Nullable Object> answer() throws Exception {
    List<Calls> all = run();
    long[] durations =
        all.stream()
            .flatMapToLong(calls -> Arrays.stream(calls.durations, 0, calls.count))
            .toArray();
    Arrays.sort(durations);
    int count = durations.length;
    long first = all.stream().mapToLong(calls -> calls.first).min().orElseThrow();
    long last = all.stream().mapToLong(calls -> calls.last).max().orElseThrow();
    double elapsed = (last - first) / 1e9;
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("request", "callers");
    answer.put("callers", callers);
    answer.put("batch_size", 1);
    answer.put("seconds", elapsed);
    answer.put("predictions", count);
    answer.put("predictions_per_second", count / elapsed);
    answer.put("median_ms", (durations[(count - 1) / 2] + durations[count / 2]) / 2e6);
    answer.put("slowest_ms", durations[count - 1] / 1e6);
    answer.put("peak_resident_bytes", ProcessFacts.peakResidentBytes());
    return answer;
  }

  private List<Calls> run() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    try {
      long now = System.nanoTime();
      long begin = (long) (WARM_UP * seconds * 1e9);
      List<Callable<Calls>> tasks = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        tasks.add(() -> call(now, begin, begin + seconds * 1_000_000_000L));
      }
      List<Calls> all = new ArrayList<>();
      for (Future<Calls> future : threads.invokeAll(tasks)) {
        all.add(future.get());
      }
      return all;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } finally {
      threads.shutdownNow();
    }
  }

  /** At least one call is counted, however slow, so that no caller is left out. */
  private Calls call(long zero, long begin, long end) throws Exception {
    float[] own = image.clone();
    Calls calls = new Calls();
    long start = System.nanoTime() - zero;
    while (start < end || calls.count == 0) {
      contestant.infer(own, 1);
      long stop = System.nanoTime() - zero;
      if (start >= begin) {
        calls.add(start, stop);
      }
      start = stop;
    }
    return calls;
  }
}
