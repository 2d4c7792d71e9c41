package dev.lamina.engine.onednn.natives;

/**
 * Decides when to ask for a garbage collection, which frees the memory of models that were dropped
 * without closing them. Java's collector does not see that memory: a few small objects on its heap
 * may hold gigabytes of it.
 *
 * <p>It is asked when memory has doubled since something was last freed. Thus unused memory never
 * grows beyond what is in use, and beyond a size that does not matter.
 */
public final class CollectionTrigger {
  private final long least;
  private long threshold;

  /**
   * Nothing is allocated yet.
   *
   * @param least bytes that do not matter
   */
  public CollectionTrigger(long least) {
    this.least = least;
    threshold = least;
  }

  /** Whether to ask, now that so many bytes are allocated. */
  public synchronized boolean allocated(long total) {
    if (total <= threshold) {
      return false;
    }
    threshold = 2 * total;
    return true;
  }

  /** Tells that so many bytes are left. */
  public synchronized void freed(long total) {
    threshold = Math.max(least, Math.min(threshold, 2 * total));
  }
}
