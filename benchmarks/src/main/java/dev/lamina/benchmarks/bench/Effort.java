package dev.lamina.benchmarks.bench;

import java.time.Duration;
import java.util.List;

/**
 * How much is measured.
 *
 * @param rounds how often each contestant has its turn
 * @param steps training steps in a turn; as many inferences, and twice as many single images
 * @param callers how many threads ask for single images at the same time, one turn each; empty to
 *     leave that out
 * @param pause between turns: OpenMP's helpers spin for a moment after work, and nobody else is to
 *     be measured meanwhile
 * @param start the longest that a contestant may take to its first step
 * @param turn the longest that a turn may take
 */
record Effort(
    int batchSize,
    int threads,
    int rounds,
    int steps,
    List<Integer> callers,
    Duration pause,
    Duration start,
    Duration turn) {
  Effort {
    callers = List.copyOf(callers);
  }
}
