package dev.lamina.plan;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A read/write lock that can become one with another. Models that share weights share a lock:
 * whoever changes the weights of one waits for the readers of all.
 */
final class SharedLock {
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  /** The one that has taken over, if any; it may itself have been taken over since. */
  private volatile @Nullable SharedLock joined;

  private SharedLock root() {
    SharedLock root = this;
    for (SharedLock next = root.joined; next != null; next = root.joined) {
      root = next;
    }
    return root;
  }

  /** Locks for reading; unlock what is returned. */
  Lock lockForReading() {
    return lock(ReentrantReadWriteLock::readLock);
  }

  /** Locks for writing; unlock what is returned. */
  Lock lockForWriting() {
    return lock(ReentrantReadWriteLock::writeLock);
  }

  private Lock lock(Function<ReentrantReadWriteLock, Lock> side) {
    SharedLock root = root();
    Lock held = side.apply(root.lock);
    held.lock();
    while (root.joined != null) { // another has taken over meanwhile
      held.unlock();
      root = root();
      held = side.apply(root.lock);
      held.lock();
    }
    return held;
  }

  /** Makes this lock and another one. Called on the engine's thread, without either. */
  void join(SharedLock other) {
    SharedLock left = root();
    SharedLock kept = other.root();
    if (left != kept) {
      left.lock.writeLock().lock(); // those who hold it finish first
      try {
        left.joined = kept;
      } finally {
        left.lock.writeLock().unlock();
      }
    }
  }
}
