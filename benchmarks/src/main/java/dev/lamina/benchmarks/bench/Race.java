package dev.lamina.benchmarks.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Runs contestants with one network in turn, each round in another order, so that a disturbance of
 * the machine hits all alike, and none always comes after the same one: what a contestant leaves of
 * the machine's caches and memory is felt for a while. One that fails is reported as missing and
 * the others go on.
 */
final class Race {
  private final Effort effort;
  private final Neighbours neighbours;
  private final PrintStream progress;

  /**
   * @param neighbours what runs beside each turn, and beside each contestant's start
   */
  Race(Effort effort, Neighbours neighbours, PrintStream progress) {
    this.effort = effort;
    this.neighbours = neighbours;
    this.progress = progress;
  }

  @FunctionalInterface
  private interface Turn {
    void take(Turns turns) throws PeerException;
  }

  /** The results in the order of the entrants. */
  List<Result> run(String network, List<Entrant> entrants) throws InterruptedException {
    Map<String, Result> results = new LinkedHashMap<>();
    entrants.forEach(entrant -> results.put(entrant.name(), Result.missing(entrant, "")));
    List<Turns> running = new ArrayList<>();
    try {
      for (Entrant entrant : entrants) {
        progress.printf("%s: starting %s%n", network, entrant.name());
        try {
          neighbours.beside(() -> running.add(Turns.start(entrant, network, effort)));
        } catch (PeerException e) {
          drop(entrant, e, results);
        }
        Thread.sleep(effort.pause().toMillis());
      }
      for (int round = 0; round < effort.rounds(); round++) {
        progress.printf("%s: round %d of %d%n", network, round + 1, effort.rounds());
        Collections.shuffle(running, new Random(round));
        takeTurns(Turns.STEP, running, results, turns -> turns.train(effort));
        takeTurns(Turns.INFER, running, results, turns -> turns.infer(effort));
        takeTurns(Turns.INFER, running, results, turns -> turns.inferSingle(effort));
        for (int callers : effort.callers()) {
          takeTurns(Turns.CALLERS, running, results, turns -> turns.call(callers, effort));
        }
      }
      collect(running, results);
    } finally {
      running.forEach(Turns::close);
    }
    return List.copyOf(results.values());
  }

  /** A turn of each contestant that answers such a request. */
  private void takeTurns(
      String request, List<Turns> running, Map<String, Result> results, Turn turn)
      throws InterruptedException {
    for (Turns turns : List.copyOf(running)) {
      if (!turns.answers(request)) {
        continue;
      }
      try {
        neighbours.beside(
            () -> {
              turn.take(turns);
              return turns;
            });
      } catch (PeerException e) {
        drop(turns.entrant(), e, results);
        running.remove(turns);
        turns.abort();
      }
      Thread.sleep(effort.pause().toMillis());
    }
  }

  private void collect(List<Turns> running, Map<String, Result> results) {
    for (Turns turns : running) {
      try {
        results.put(turns.entrant().name(), turns.result());
      } catch (PeerException e) {
        drop(turns.entrant(), e, results);
      }
    }
  }

  private void drop(Entrant entrant, PeerException e, Map<String, Result> results) {
    progress.printf("missing %s: %s%n", entrant.name(), e.getMessage());
    results.put(entrant.name(), Result.missing(entrant, String.valueOf(e.getMessage())));
  }
}
