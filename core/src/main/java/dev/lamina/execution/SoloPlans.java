package dev.lamina.execution;

import dev.lamina.engine.Engine;
import dev.lamina.plan.Plan;
import dev.lamina.plan.Variables;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Small predictions on their callers' own threads, as many at once as there are callers. Each takes
 * a plan that nobody uses, or makes one, and leaves it for the next.
 *
 * <p>Only the size of a piece decides whether it is done so, never how busy the machine is: the
 * same samples give the same bits.
 */
final class SoloPlans {
  /**
   * Multiply-adds up to which a prediction does not go to the engine's team. Measured on two AVX2
   * processors with nothing else to do, one caller: a dense network of .7 million takes 51 us alone
   * and 90 by the team, the reference CNN's 4.3 million 206 and 182, two of its images 360 and 300.
   * With 4 callers, or beside two busy processes, the reference CNN's single images are faster
   * alone.
   */
  private static final long MOST = 5_000_000;

  private final Map<Integer, Queue<Plan>> free = new ConcurrentHashMap<>();

  /** Each plan has memory of its own, so there are not as many as there may be callers. */
  private final Semaphore places =
      new Semaphore(Math.max(16, 4 * Runtime.getRuntime().availableProcessors()));

  /** Whether a piece of so many samples is small enough. */
  static boolean fits(long multiplyAddsOfSample, int samples) {
    return multiplyAddsOfSample * samples <= MOST;
  }

  /** What is done with a plan. */
  interface Use {
    void run(Plan plan);
  }

  /**
   * Runs {@code use} on this thread, while no other changes the variables.
   *
   * @param variables locked for reading meanwhile
   * @param maker called with the lock
   */
  void run(Engine solo, int samples, Variables variables, Supplier<Plan> maker, Use use) {
    places.acquireUninterruptibly();
    Lock held = variables.lockForReading();
    try {
      Queue<Plan> same = free.computeIfAbsent(samples, key -> new ConcurrentLinkedQueue<>());
      Plan taken = take(same);
      Plan plan = taken == null ? maker.get() : taken;
      try {
        solo.run(() -> use.run(plan));
      } finally {
        same.add(plan);
      }
    } finally {
      held.unlock();
      places.release();
    }
  }

  private static @Nullable Plan take(Queue<Plan> plans) {
    Plan plan = plans.poll();
    while (plan != null && !plan.isCurrent()) {
      plan.close();
      plan = plans.poll();
    }
    return plan;
  }

  /** Frees the plans. Their variables have been freed before, so that nobody uses one any more. */
  void clear() {
    for (Queue<Plan> plans : free.values()) {
      for (Plan plan = plans.poll(); plan != null; plan = plans.poll()) {
        plan.close();
      }
    }
  }
}
