package dev.lamina.benchmarks.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Processes that compute without pause while a contestant has its turn, as on a machine that others
 * use too. They run from before the turn to its end, and not between turns.
 */
final class Neighbours {
  /** Nobody: the machine is left to the contestant. */
  static final Neighbours NONE = new Neighbours(0);

  private static final Duration ANSWER = Duration.ofMinutes(1);

  private final int count;

  /**
   * @param count how many, from 0
   */
  Neighbours(int count) {
    this.count = count;
  }

  int count() {
    return count;
  }

  /** What is done beside them. */
  @FunctionalInterface
  interface Turn<T> {
    T take() throws PeerException;
  }

  /**
   * Has them run while something is done.
   *
   * @throws PeerException what the turn throws
   * @throws IllegalStateException if one of them cannot be started, or has ended too early: then
   *     the figures would be of a machine less busy than is said
   */
  <T> T beside(Turn<T> turn) throws PeerException {
    List<PeerProcess> running = new ArrayList<>();
    try {
      start(running);
      T result = turn.take();
      expectAll(running);
      return result;
    } finally {
      running.forEach(PeerProcess::abort);
    }
  }

  private void start(List<PeerProcess> running) {
    try {
      Entrant busy = Entrants.busy();
      while (running.size() < count) {
        running.add(new PeerProcess(busy.name(), busy.command(), busy.environment()));
      }
      for (PeerProcess process : running) {
        process.answer(ANSWER); // comes when it computes
      }
    } catch (PeerException e) {
      throw new IllegalStateException(
          "--busy: a process to keep a core busy does not run: " + e.getMessage(), e);
    }
  }

  private static void expectAll(List<PeerProcess> running) {
    try {
      for (PeerProcess process : running) {
        process.ask("blocks", ANSWER);
      }
    } catch (PeerException e) {
      throw new IllegalStateException(
          "--busy: a process that keeps a core busy has not run to the end of a turn: "
              + e.getMessage(),
          e);
    }
  }
}
