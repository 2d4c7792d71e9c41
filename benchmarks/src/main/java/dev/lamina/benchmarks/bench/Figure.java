package dev.lamina.benchmarks.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What many runs of one kind took, over all rounds.
 *
 * @param medianMs half of the runs took less
 * @param lowerQuartileMs a quarter of the runs took less
 * @param upperQuartileMs a quarter of the runs took more
 * @param imagesPerSecond from the median
 * @param javaBytesPerRun allocated on the Java heap; null where the contestant does not tell
 * @param nativeBytesPerRun allocated by the engine; null where the contestant does not tell
 */
public record Figure(
    double medianMs,
    double lowerQuartileMs,
    double upperQuartileMs,
    double bestMs,
    int runs,
    double imagesPerSecond,
    @Nullable Long javaBytesPerRun,
    @Nullable Long nativeBytesPerRun) {

  static Figure of(
      List<Double> samplesMs,
      int batchSize,
      @Nullable Long javaBytesPerRun,
      @Nullable Long nativeBytesPerRun) {
    double[] sorted = samplesMs.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    double median = quantile(sorted, 0.5);
    return new Figure(
        median,
        quantile(sorted, 0.25),
        quantile(sorted, 0.75),
        sorted[0],
        sorted.length,
        1e3 * batchSize / median,
        javaBytesPerRun,
        nativeBytesPerRun);
  }

  /** Of ascending samples; between two in proportion. */
  static double quantile(double[] sorted, double share) {
    double position = share * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }
}
