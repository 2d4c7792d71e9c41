package dev.lamina.benchmarks.lamina;

import dev.lamina.models.Callback;
import dev.lamina.models.Training;
import org.jspecify.annotations.Nullable;

/**
 * Lets {@code fit}, which runs on a thread of its own, do some steps at a time: it waits between
 * the end of one step and the begin of the next.
 */
final class FitGate implements Callback {
  private final Object lock = new Object();
  private Runnable lap = () -> {};
  private int allowed; // guarded by lock until taken over by fit's thread
  private int left;
  private boolean isIdle;
  private @Nullable Throwable failure;

  /** Lets so many steps run and waits for their end. */
  void run(int steps, Runnable afterEach) throws Exception {
    synchronized (lock) {
      lap = afterEach;
      allowed = steps;
      isIdle = false;
      lock.notifyAll();
      while (!isIdle && failure == null) {
        lock.wait();
      }
      if (failure != null) {
        throw new IllegalStateException("training failed", failure);
      }
    }
  }

  /** Ends the waiting of {@link #run}, as no more steps will come. */
  void fail(Throwable cause) {
    synchronized (lock) {
      failure = cause;
      lock.notifyAll();
    }
  }

  @Override
  public void onTrainBegin(Training training) {
    await();
  }

  @Override
  public void onBatchEnd(Training training) {
    lap.run();
    if (--left == 0) {
      synchronized (lock) {
        isIdle = true;
        lock.notifyAll();
      }
      await();
    }
  }

  private void await() {
    synchronized (lock) {
      try {
        while (allowed == 0) {
          lock.wait();
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted while waiting for a request", e);
      }
      left = allowed;
      allowed = 0;
    }
  }
}
