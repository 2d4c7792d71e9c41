package dev.lamina.benchmarks.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs of one kind, one after another. The first few are not counted: in them caches fill again
 * after others had the machine.
 */
final class Measurement {
  static final int WARM_UPS = 3;

  private final Contestant contestant;
  private final JavaAllocation allocation;
  private final long[] nanoseconds;
  private int run;
  private long last;
  private long javaBytes;
  private long nativeBytes;

  Measurement(Contestant contestant, JavaAllocation allocation, int runs) {
    this.contestant = contestant;
    this.allocation = allocation;
    nanoseconds = new long[WARM_UPS + runs];
  }

  int allRuns() {
    return nanoseconds.length;
  }

  void start() {
    last = System.nanoTime();
  }

  /** After each run. */
  void lap() {
    nanoseconds[run++] = System.nanoTime() - last;
    if (run == WARM_UPS) {
      nativeBytes = contestant.nativeBytes();
      javaBytes = allocation.bytes();
    } else if (run == nanoseconds.length) {
      javaBytes = allocation.bytes() - javaBytes;
      nativeBytes = contestant.nativeBytes() - nativeBytes;
    }
    last = System.nanoTime();
  }

  Map<String, @Nullable Object> answer(String request, int batchSize) {
    int runs = nanoseconds.length - WARM_UPS;
    List<Double> samples = new ArrayList<>();
    for (int i = WARM_UPS; i < nanoseconds.length; i++) {
      long microseconds = nanoseconds[i] / 1000;
      samples.add(microseconds / 1e3);
    }
    long[] sorted = Arrays.copyOfRange(nanoseconds, WARM_UPS, nanoseconds.length);
    Arrays.sort(sorted);
    double median = (sorted[(runs - 1) / 2] + sorted[runs / 2]) / 2e6;
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("request", request);
    answer.put("batch_size", batchSize);
    answer.put("median_ms", median);
    answer.put("images_per_second", 1e3 * batchSize / median);
    answer.put("samples_ms", samples);
    answer.put("java_bytes_per_run", Math.max(0, javaBytes - allocation.ownBytes()) / runs);
    answer.put("native_bytes_per_run", contestant.nativeBytes() < 0 ? null : nativeBytes / runs);
    answer.put("peak_resident_bytes", ProcessFacts.peakResidentBytes());
    return answer;
  }
}
