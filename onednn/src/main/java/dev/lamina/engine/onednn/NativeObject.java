package dev.lamina.engine.onednn;

import java.lang.ref.Cleaner;
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
final class NativeObject implements AutoCloseable {
  private static final Cleaner CLEANER = Cleaner.create();
  private static final AtomicLong LIVE = new AtomicLong();

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
  static NativeObject of(Object owner, Runnable free) {
    LIVE.incrementAndGet();
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
      LIVE.decrementAndGet();
    }
  }

  /** How many there are now, of all engines of this process. */
  static long live() {
    return LIVE.get();
  }

  @Override
  public void close() {
    cleanable.clean();
  }
}
