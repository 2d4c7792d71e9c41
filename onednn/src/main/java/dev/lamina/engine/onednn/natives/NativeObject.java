package dev.lamina.engine.onednn.natives;

import java.lang.ref.Cleaner;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Something that was made outside of Java's heap, and is freed once: by {@link #close}, or at last
 * when the garbage collector finds that nobody can reach its owner any more, as with a model that
 * was never closed.
 *
 * <p>What was made on an engine's thread is freed there, between two pieces of work: what a running
 * step uses is never freed under it, though it be the last to use it.
 */
public final class NativeObject implements AutoCloseable {
  private static final Cleaner CLEANER = Cleaner.create();
  private static final AtomicLong LIVE = new AtomicLong();
  private static final AtomicLong EVER_MADE = new AtomicLong();
  private static final Object FREED = new Object(); // told of each that is freed

  private final Cleaner.Cleanable cleanable;

  private NativeObject(Cleaner.Cleanable cleanable) {
    this.cleanable = cleanable;
  }

  /**
   * Takes charge of an object.
   *
   * @param owner through whom it is used
   * @param free frees it; must not know the owner, whom it would keep alive
   */
  public static NativeObject of(Object owner, Runnable free) {
    LIVE.incrementAndGet();
    EVER_MADE.incrementAndGet();
    return new NativeObject(CLEANER.register(owner, new Release(EngineThread.current(), free)));
  }

  private record Release(@Nullable EngineThread thread, Runnable free) implements Runnable {
    @Override
    public void run() {
      if (thread == null) {
        finish();
      } else {
        thread.later(this::finish);
      }
    }

    private void finish() {
      free.run();
      synchronized (FREED) {
        LIVE.decrementAndGet();
        FREED.notifyAll();
      }
    }
  }

  /** How many there are now, of all engines of this process. */
  static long live() {
    return LIVE.get();
  }

  /** How many have been made since the start of this process, freed or not. */
  static long everMade() {
    return EVER_MADE.get();
  }

  /** Waits until no more than so many are left, for at most a time; returns whether it is so. */
  static boolean awaitLive(long most, Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    synchronized (FREED) {
      while (LIVE.get() > most) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          return false;
        }
        FREED.wait(left);
      }
      return true;
    }
  }

  @Override
  public void close() {
    cleanable.clean();
  }
}
