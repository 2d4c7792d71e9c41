package dev.lamina.engine.onednn.natives;

import dev.lamina.LaminaException;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that calls oneDNN. OpenMP keeps its team of helpers for each thread that starts
 * parallel work: a second thread would bring a second team.
 */
public final class EngineThread implements AutoCloseable {
  private static final ThreadLocal<@Nullable EngineThread> CURRENT = new ThreadLocal<>();

  private final ExecutorService executor;
  private volatile @Nullable Thread thread;

  /** Starts a thread of this name. */
  public EngineThread(String name) {
    executor =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread created =
                  new Thread(
                      () -> {
                        CURRENT.set(this);
                        work.run();
                      },
                      name);
              created.setDaemon(true);
              thread = created;
              return created;
            });
  }

  /** Runs {@code work} on this thread and waits, even when interrupted: it is using buffers. */
  public <T> T call(Supplier<T> work) {
    if (Thread.currentThread() == thread) {
      return work.get();
    }
    Future<T> future = submit(work);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw rethrow(Objects.requireNonNullElse(e.getCause(), e));
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The one that runs the caller; null on threads of others. */
  static @Nullable EngineThread current() {
    return CURRENT.get();
  }

  /**
   * Runs {@code work} on this thread without waiting: at once if this is it, else after what it has
   * to do. Nothing is done if the engine has been closed, and oneDNN with it: then the end of the
   * process frees what is left.
   */
  void later(Runnable work) {
    if (Thread.currentThread() == thread) {
      work.run();
      return;
    }
    try {
      executor.execute(work);
    } catch (RejectedExecutionException e) {
      // Closed, as above.
    }
  }

  private <T> Future<T> submit(Supplier<T> work) {
    try {
      return executor.submit(work::get);
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("the engine has been closed", e);
    }
  }

  private static RuntimeException rethrow(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException exception
        ? exception
        : new LaminaException("the engine failed", cause);
  }

  @Override
  public void close() {
    executor.shutdown();
  }
}
