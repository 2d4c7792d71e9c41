package dev.lamina.engine.onednn.threads;

import dev.lamina.engine.onednn.natives.NativeFunction;
import java.util.Optional;

/**
 * How a thread that is not the engine's computes while it works for it: with one OpenMP thread, and
 * with denormals as 0. Both are settings of each thread, which {@link #leave} sets back. Neither
 * call allocates anything.
 */
public final class CallerMode {
  private final Runnable oneThread;
  private final Runnable threadsOfOthers;
  private final Runnable denormalsAsZero;
  private final Runnable usualDenormals;

  private CallerMode(
      NativeFunction setThreads, int usualThreads, Runnable flushed, Runnable usual) {
    oneThread = setThreads.prepare(1, 0, 0);
    threadsOfOthers = setThreads.prepare(usualThreads, 0, 0);
    denormalsAsZero = flushed;
    usualDenormals = usual;
  }

  /**
   * The modes to switch between; empty where OpenMP cannot be told how many threads to use.
   *
   * @param flushed sets the mode of the engine's thread
   * @param usual sets the mode in which Java runs
   */
  public static Optional<CallerMode> create(Runnable flushed, Runnable usual) {
    int usualThreads = OpenMp.byItself(System.getenv(), Runtime.getRuntime().availableProcessors());
    return NativeFunction.find("omp_set_num_threads")
        .map(setter -> new CallerMode(setter, usualThreads, flushed, usual));
  }

  /** Sets this thread to work for the engine. */
  public void enter() {
    oneThread.run();
    denormalsAsZero.run();
  }

  /** Sets this thread back. */
  public void leave() {
    usualDenormals.run();
    threadsOfOthers.run();
  }
}
