package dev.lamina.benchmarks.bench;

import java.util.List;

/**
 * Predictions of single images by several threads that call at the same time, over all turns.
 *
 * @param callers how many threads
 * @param predictionsPerSecond of all threads together; the median of the turns
 * @param lowestPerSecond of the worst turn
 * @param highestPerSecond of the best turn
 * @param medianMs of one call; the median of the turns
 * @param slowestMs the slowest call of all turns
 */
public record CallersFigure(
    int callers,
    double predictionsPerSecond,
    double lowestPerSecond,
    double highestPerSecond,
    double medianMs,
    double slowestMs,
    int turns) {

  /** What one turn gave. */
  record Turn(double predictionsPerSecond, double medianMs, double slowestMs) {}

  static CallersFigure of(int callers, List<Turn> turns) {
    double[] rates = turns.stream().mapToDouble(Turn::predictionsPerSecond).sorted().toArray();
    double[] medians = turns.stream().mapToDouble(Turn::medianMs).sorted().toArray();
    return new CallersFigure(
        callers,
        Figure.quantile(rates, 0.5),
        rates[0],
        rates[rates.length - 1],
        Figure.quantile(medians, 0.5),
        turns.stream().mapToDouble(Turn::slowestMs).max().orElseThrow(),
        rates.length);
  }
}
